/** The tree of units as the console draws it. */

import type { PersonState, Unit, UnitKind } from '@/api/accessTypes'
import type { Tone } from './tones'

export const KIND_LABELS: Record<UnitKind, string> = {
  district: '区',
  department: '部门',
  office: '科室',
  street: '街道',
  hall: '大厅',
}

export interface Branch {
  id: string
  label: string
  children: Branch[]
}

export interface UnitBranch extends Branch {
  unit: Unit
  /** People here and below. */
  all: number
  children: UnitBranch[]
}

type Flat = { id: string; parent_id: string | null; name: string }

/** Nests a flat list; a unit whose parent is not in the list stands at the top. */
export function nest<T extends Flat, B extends Branch>(units: readonly T[], make: (unit: T) => B): B[] {
  const branches = new Map(units.map((unit) => [unit.id, make(unit)]))
  const roots: B[] = []
  for (const unit of units) {
    const branch = branches.get(unit.id)
    const parent = unit.parent_id ? branches.get(unit.parent_id) : undefined
    if (branch) (parent ? parent.children : roots).push(branch)
  }
  return roots
}

export function unitTree(units: readonly Unit[], showsPast: boolean): UnitBranch[] {
  const shown = units.filter((unit) => showsPast || unit.state === 'open')
  const roots = nest(
    shown,
    (unit): UnitBranch => ({ id: unit.id, label: unit.name, unit, all: unit.people, children: [] }),
  )
  roots.forEach(count)
  return roots
}

function count(branch: UnitBranch): number {
  branch.all = branch.children.reduce((sum, child) => sum + count(child), branch.unit.people)
  return branch.all
}

export const choiceTree = (units: readonly Flat[]): Branch[] =>
  nest(units, (unit): Branch => ({ id: unit.id, label: unit.name, children: [] }))

/** Names from the top down to a unit: 天河区 / 市场监督管理局 / 登记注册科. */
export function pathOf(units: readonly Unit[], id: string): string[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const names: string[] = []
  for (let unit = byId.get(id); unit; unit = byId.get(unit.parent_id ?? '')) names.unshift(unit.name)
  return names
}

export const STATE_TONES: Record<PersonState, Tone> = {
  active: 'good',
  new: 'paused',
  locked: 'bad',
  disabled: 'quiet',
}
