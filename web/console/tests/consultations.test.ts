import { describe, expect, it } from 'vitest'

import { everyDay, figureRows, lastDays, percent } from '@/logic/consultations'

describe('a time of days', () => {
  it('ends today in Guangzhou and counts both ends', () => {
    const lateInLondon = new Date('2026-11-26T17:30:00Z')
    expect(lastDays(1, lateInLondon)).toEqual({ from: '2026-11-27', to: '2026-11-27' })
    expect(lastDays(30, lateInLondon).from).toBe('2026-10-29')
  })

  it('has days without consultations too', () => {
    const row = { key: '2026-02-28', label: '2026-02-28', count: 3, unanswered: 1, handed_off: 0 }
    const days = everyDay([row], { from: '2026-02-27', to: '2026-03-01' })
    expect(days.map((day) => [day.key, day.count])).toEqual([
      ['2026-02-27', 0],
      ['2026-02-28', 3],
      ['2026-03-01', 0],
    ])
  })
})

describe('figures', () => {
  it('of nothing are a dash', () => {
    expect(percent(0, 0)).toBe('—')
    expect(percent(1, 8)).toBe('12.5%')
  })

  it('say what became better and what worse, whichever way is up', () => {
    const rows = figureRows({
      before: { 'act_accuracy.all': 0.9, refused_share: 0.1, out_of_scope_recall: 0.9 },
      figures: { 'act_accuracy.all': 0.92, refused_share: 0.12, out_of_scope_recall: 0.9, new_one: 0.5 },
    })
    expect(rows.map((row) => [row.id, row.change])).toEqual([
      ['act_accuracy.all', 'better'],
      ['out_of_scope_recall', 'same'],
      ['refused_share', 'worse'],
      ['new_one', 'same'],
    ])
  })
})
