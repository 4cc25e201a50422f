/** What colours a drawing and what hangs beside its elements. */

import type { ChangeKind, Comparison, HeatMap, TrialWay, WatchedCase } from '@/api/processTypes'
import { duration } from '@/logic/durations'

export type Mark =
  | 'fault'
  | ChangeKind
  | 'walked'
  | 'standing'
  | 'late'
  | 'heat-1'
  | 'heat-2'
  | 'heat-3'
  | 'heat-4'

export type Marks = Record<string, Mark[]>

export interface Badge {
  element: string
  text: string
  tone: 'plain' | 'good' | 'bad' | 'quiet'
  isBelow?: boolean
}

const HEATS = 4

/** Both sides of a comparison: what went stands on the old one, what came on the new one. */
export function comparisonMarks(comparison: Comparison): { old: Marks; new: Marks } {
  const sides: { old: Marks; new: Marks } = { old: {}, new: {} }
  for (const change of comparison.changes) {
    if (change.kind !== 'added') sides.old[change.element] = [change.kind]
    if (change.kind !== 'removed') sides.new[change.element] = [change.kind]
  }
  return sides
}

export function wayMarks(way: TrialWay): Marks {
  const passed = [...way.flows, ...way.moves.map((move) => move.node)]
  return Object.fromEntries(passed.map((element) => [element, ['walked']]))
}

/** The way a case came, where it stands, and the times on it. */
export function caseMarks(found: WatchedCase): { marks: Marks; badges: Badge[] } {
  const marks: Marks = Object.fromEntries(found.walked.map((flow) => [flow, ['walked']]))
  const badges: Badge[] = []
  const holders = new Map(
    found.steps.filter((step) => step.state === 'claimed').map((step) => [step.node, step.claimed_by]),
  )
  for (const stay of found.stays) {
    marks[stay.node] = [stay.is_late ? 'late' : stay.is_standing ? 'standing' : 'walked']
    const rounds = stay.times > 1 ? `${stay.times} 次 · ` : ''
    badges.push({
      element: stay.node,
      text: `${rounds}${duration(stay.seconds)}`,
      tone: stay.is_late ? 'bad' : stay.is_standing ? 'good' : 'quiet',
    })
    if (stay.is_standing) {
      const holder = holders.get(stay.node)
      badges.push({ element: stay.node, text: holder ?? '待认领', tone: stay.is_late ? 'bad' : 'good', isBelow: true })
    }
  }
  return { marks, badges }
}

/** How full each step is, in four shades against the fullest; late ones say so. */
export function heatMarks(heat: HeatMap): { marks: Marks; badges: Badge[] } {
  const most = Math.max(1, ...heat.nodes.map((node) => node.waiting))
  const marks: Marks = {}
  const badges: Badge[] = []
  for (const node of heat.nodes) {
    if (node.waiting) {
      const shade = Math.ceil((node.waiting / most) * HEATS) as 1 | 2 | 3 | 4
      marks[node.node] = [`heat-${shade}`]
      const late = node.late ? ` · 超期 ${node.late}` : ''
      badges.push({ element: node.node, text: `在办 ${node.waiting}${late}`, tone: node.late ? 'bad' : 'plain' })
    }
    if (node.mean_seconds !== null) {
      badges.push({ element: node.node, text: `平均 ${duration(node.mean_seconds)}`, tone: 'quiet', isBelow: true })
    }
  }
  return { marks, badges }
}
