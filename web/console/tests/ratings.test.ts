import { describe, expect, it } from 'vitest'

import type { RatingFigure, RatingFigures } from '@/api/hallRatings'
import { percent, ratedAt } from '@/logic/ratings'

const figure = (id: string, total: number, good: number | null): RatingFigure => ({
  id, name: id, total, levels: {}, bad: 0, good_rate: good,
})

describe('figures of ratings', () => {
  it('tells a rate only where somebody rated', () => {
    expect(percent(null)).toBe('—')
    expect(percent(2 / 3)).toBe('66.7%')
  })

  it('has a line for each counter that was rated', () => {
    const places = [figure('a02', 3, 1), figure('b02', 0, null)]
    const figures: RatingFigures = {
      whole: figure('hall', 3, 1), places, items: [], open: 0, late: 0, closed_in_time: 0, closed_late: 0,
    }
    expect(ratedAt(figures)).toEqual({ a02: '评价3次，好评率100.0%' })
    expect(ratedAt(null)).toEqual({})
  })
})
