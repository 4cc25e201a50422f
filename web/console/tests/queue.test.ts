import { describe, expect, it } from 'vitest'

import { actOfKey, minutesSince, rowsOf, slotsOf } from '@/logic/queue'

const press = (key: string, more = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, ...more })

describe('keys of the call panel', () => {
  it('do what stands on the buttons, and nothing while somebody types', () => {
    expect(actOfKey(press('n'), false)).toBe('next')
    expect(actOfKey(press('H'), false)).toBe('hold')
    expect(actOfKey(press('n'), true)).toBeNull()
    expect(actOfKey(press('r', { ctrlKey: true }), false)).toBeNull()
    expect(actOfKey(press('n', { repeat: true }), false)).toBeNull()
  })
})

describe('the weekly plan', () => {
  it('goes from slots to rows and back', () => {
    const slots = [
      { weekday: 0, starts: '09:00', ends: '10:00', quota: 4 },
      { weekday: 4, starts: '09:00', ends: '10:00', quota: 2 },
      { weekday: 0, starts: '10:00', ends: '11:00', quota: 4 },
    ]
    const rows = rowsOf(slots)
    expect(rows.map((row) => row.quotas)).toEqual([
      [4, null, null, null, 2, null, null],
      [4, null, null, null, null, null, null],
    ])
    expect(slotsOf(rows)).toEqual(slots)
  })
})

it('counts whole minutes and never fewer than none', () => {
  expect(minutesSince('2026-11-28T09:00:00+08:00', Date.parse('2026-11-28T09:12:59+08:00'))).toBe(12)
  expect(minutesSince('2026-11-28T09:00:00+08:00', 0)).toBe(0)
})
