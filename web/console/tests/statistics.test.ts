import { describe, expect, it } from 'vitest'

import type { Measure } from '@/api/statisticsTypes'
import { changeOf, daysOf, MEASURE_SETS, namedSpan, shownCell, shownFigure } from '@/logic/statistics'

const measure = (id: string, unit: Measure['unit']): Measure => ({ id, unit, label: id, moment: 'closed', sentence: '' })

describe('figures', () => {
  it('are shown in their unit, and as a dash where nothing could be counted', () => {
    expect(shownFigure(0.12345, '比率')).toBe('12.3%')
    expect(shownFigure(4, '工作日')).toBe('4.0')
    expect(shownFigure(12345, '件')).toBe('12,345')
    expect(shownFigure(null, '件')).toBe('—')
    expect(shownCell('＜5', 'int')).toBe('＜5')
    expect(shownCell(null, 'percent')).toBe('—')
  })

  it('are compared by share, rates by points', () => {
    expect(changeOf(measure('received', '件'), 30, 20)).toEqual({ text: '升50.0%', isGood: null })
    expect(changeOf(measure('on_time_rate', '比率'), 0.9, 0.8)).toEqual({ text: '升10.0百分点', isGood: true })
    expect(changeOf(measure('return_rate', '比率'), 0.3, 0.2)?.isGood).toBe(false)
    expect(changeOf(measure('mean_days', '工作日'), 3, 4)?.isGood).toBe(true)
    expect(changeOf(measure('received', '件'), 5, 0)).toBeNull()
    expect(changeOf(measure('received', '件'), 0, 0)?.text).toBe('持平')
    expect(changeOf(measure('received', '件'), null, 3)).toBeNull()
  })

  it('belong to one set each', () => {
    const all = MEASURE_SETS.flatMap((set) => set.measures)
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('days', () => {
  it('are counted on the clock of Guangzhou', () => {
    const newYear = new Date('2025-12-31T17:00:00Z')
    expect(namedSpan('month', newYear)).toEqual({ from: '2026-01-01', to: '2026-01-01' })
    expect(namedSpan('last_month', newYear)).toEqual({ from: '2025-12-01', to: '2025-12-31' })
    expect(namedSpan('year', new Date('2026-03-05T04:00:00Z'))).toEqual({ from: '2026-01-01', to: '2026-03-05' })
    expect(namedSpan('last_month', new Date('2024-03-05T04:00:00Z'))).toEqual({ from: '2024-02-01', to: '2024-02-29' })
  })

  it('of a run are one or two', () => {
    expect(daysOf({ first_day: '2026-03-02', last_day: '2026-03-02' })).toBe('2026-03-02')
    expect(daysOf({ first_day: '2026-03-01', last_day: '2026-03-31' })).toBe('2026-03-01 至 2026-03-31')
  })
})
