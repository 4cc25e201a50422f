/** A year of working days as months to be looked at. */

import type { CalendarYear } from '@/api/processes'

export interface CalendarDay {
  date: string
  number: number
  works: boolean
  /** Other than its weekday says. */
  isSpecial: boolean
  /** Where the first of a month stands, Monday being 1. */
  column: number | null
}

export interface CalendarMonth {
  number: number
  days: CalendarDay[]
}

export function monthsOf(year: CalendarYear): CalendarMonth[] {
  const off = new Set(year.off)
  const on = new Set(year.on)
  return Array.from({ length: 12 }, (_, index) => {
    const length = new Date(Date.UTC(year.year, index + 1, 0)).getUTCDate()
    const days = Array.from({ length }, (_unused, before) => {
      const moment = new Date(Date.UTC(year.year, index, before + 1))
      const date = moment.toISOString().slice(0, 10)
      const weekday = (moment.getUTCDay() + 6) % 7
      return {
        date,
        number: before + 1,
        works: weekday < 5 ? !off.has(date) : on.has(date),
        isSpecial: off.has(date) || on.has(date),
        column: before === 0 ? weekday + 1 : null,
      }
    })
    return { number: index + 1, days }
  })
}
