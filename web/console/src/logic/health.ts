/** How far the checking of links has come, told from the list of what was checked when. */

import type { Health } from '@/api/knowledgeTypes'

export interface LinkProgress {
  done: number
  known: number
  percent: number
  isOver: boolean
}

/** A check that says nothing for so long will not end any more. */
export const PATIENCE_MS = 5 * 60_000

/**
 * The server tells only the oldest check: once that is younger than the start, all were asked.
 * @param startedAt, now milliseconds since 1970
 */
export function linkProgress(health: Health, startedAt: number, now: number): LinkProgress {
  const { links_known: known, links_checked: checked, links_checked_at: oldest } = health
  const isRenewed = oldest !== null && Date.parse(oldest) >= startedAt - 1_000
  const isOver = known === 0 || (isRenewed && checked >= known) || now - startedAt > PATIENCE_MS
  const done = isRenewed || checked < known ? Math.min(checked, known) : 0
  return { done, known, percent: known ? Math.round((100 * done) / known) : 100, isOver }
}
