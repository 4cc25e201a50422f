/** Words of 好差评 figures. */

import type { RatingFigures } from '@/api/hallRatings'

export const percent = (rate: number | null): string => (rate == null ? '—' : `${(rate * 100).toFixed(1)}%`)

/** What was rated at each place, in a line; places nobody rated have none. */
export function ratedAt(figures: RatingFigures | null): Record<string, string> {
  const rated = (figures?.places ?? []).filter(({ total }) => total > 0)
  return Object.fromEntries(
    rated.map(({ id, total, good_rate }) => [id, `评价${total}次，好评率${percent(good_rate)}`]),
  )
}
