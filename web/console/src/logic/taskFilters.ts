/** Narrowing the loaded to-do rows without asking the server again. */

import type { Task, TaskKind } from '@/api/types'

export type UrgencyFilter = 'all' | 'warned'
export type KindFilter = 'all' | TaskKind

export interface TaskFilters {
  kind: KindFilter
  urgency: UrgencyFilter
}

export function filterTasks(tasks: Task[], filters: TaskFilters): Task[] {
  return tasks.filter(
    (task) =>
      (filters.kind === 'all' || task.kind === filters.kind) &&
      (filters.urgency === 'all' || task.case.warning !== null),
  )
}

/** Adds a further page below the rows already shown, never the same task twice. */
export function mergePages(shown: Task[], added: Task[]): Task[] {
  const known = new Set(shown.map((task) => task.id))
  return [...shown, ...added.filter((task) => !known.has(task.id))]
}

/** The row the keyboard stands on after moving by `step`, held inside the list. */
export function moveSelection(current: number, step: number, length: number): number {
  if (length === 0) return -1
  return Math.min(Math.max(current + step, 0), length - 1)
}
