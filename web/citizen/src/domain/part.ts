/** Which part of a long list is drawn: a document may have thousands of articles. */

export interface Part {
  /** First shown, and first no longer shown. */
  start: number
  end: number
}

export const WHOLE_AT_MOST = 60
const STEP = 40
const BEFORE = 3

/** All of a short list; of a long one its beginning, or what surrounds `wanted`. */
export function partAround(wanted: number | null, total: number): Part {
  if (total <= WHOLE_AT_MOST) return { start: 0, end: total }
  const start = Math.max(0, Math.min((wanted ?? 0) - BEFORE, total - STEP))
  return { start, end: Math.min(start + STEP, total) }
}

export function withEarlier({ start, end }: Part): Part {
  return { start: Math.max(0, start - STEP), end }
}

export function withLater({ start, end }: Part, total: number): Part {
  return { start, end: Math.min(total, end + STEP) }
}
