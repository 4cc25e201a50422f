import { describe, expect, it } from 'vitest'

import { clockOf, freshCalls, sentenceFor, type Call } from '@/lib/board'

const call = (number: string, calls = 1, state = 'called'): Call => ({
  number, calls, state, counter_number: 'A02', called_at: '2026-11-28T09:00:00+08:00',
})

describe('the voice of the board', () => {
  it('says what is new or called again, the oldest first, and nothing twice', () => {
    const before = [call('A001')]
    const next = [call('A003'), call('A002'), call('A001', 2), call('A000', 1, 'finished')]
    expect(freshCalls(before, next).map((one) => one.number)).toEqual(['A001', 'A002', 'A003'])
    expect(freshCalls(next, next)).toEqual([])
  })

  it('spells numbers and names nobody', () => {
    expect(sentenceFor(call('A012'))).toBe('请 A 0 1 2 号到 A 0 2 窗口')
  })
})

it('shows the clock of Guangzhou', () => {
  expect(clockOf(new Date('2026-11-28T01:05:00Z'))).toBe('09:05')
})
