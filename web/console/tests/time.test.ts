import { describe, expect, it } from 'vitest'

import {
  calendarDaysUntil,
  formatCountdown,
  formatDate,
  formatDateTime,
  formatShort,
  formatShortDate,
} from '@/logic/time'

const NOW = new Date('2026-11-23T15:30:00Z') // 23:30 on the 23rd in Guangzhou

describe('dates', () => {
  it('are shown in Guangzhou time whatever offset they come with', () => {
    expect(formatDateTime('2026-11-23T16:05:00Z')).toBe('2026-11-24 00:05')
    expect(formatDateTime('2026-11-24T00:05:00+08:00')).toBe('2026-11-24 00:05')
    expect(formatDate('2026-11-23T15:59:59Z')).toBe('2026-11-23')
  })

  it('show a dash where there is none', () => {
    expect(formatDate(null)).toBe('—')
    expect(formatDateTime(undefined)).toBe('—')
    expect(formatDateTime('not a date')).toBe('—')
  })

  it('leave out the year only when it is this year', () => {
    expect(formatShort('2026-03-01T09:00:00+08:00', NOW)).toBe('03-01 09:00')
    expect(formatShortDate('2027-01-04T09:00:00+08:00', NOW)).toBe('2027-01-04')
    expect(formatShort(null, NOW)).toBe('—')
  })
})

describe('calendarDaysUntil', () => {
  it('counts midnights in Guangzhou, not periods of 24 hours', () => {
    expect(calendarDaysUntil('2026-11-23T23:59:00+08:00', NOW)).toBe(0)
    expect(calendarDaysUntil('2026-11-24T00:01:00+08:00', NOW)).toBe(1)
    expect(calendarDaysUntil('2026-11-21T10:00:00+08:00', NOW)).toBe(-2)
  })
})

describe('formatCountdown', () => {
  it('shows minutes and padded seconds and never goes below zero', () => {
    expect(formatCountdown(245)).toBe('4:05')
    expect(formatCountdown(59.2)).toBe('1:00')
    expect(formatCountdown(-3)).toBe('0:00')
  })
})
