/** Times as people in Guangzhou read them, whatever the phone's own time zone. */

const GUANGZHOU_OFFSET_MS = 8 * 3600 * 1000

interface Moment {
  year: number
  month: number
  day: number
  time: string
}

function moment(date: Date): Moment {
  const local = new Date(date.getTime() + GUANGZHOU_OFFSET_MS)
  const two = (n: number): string => String(n).padStart(2, '0')
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    time: `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`,
  }
}

/** «10:32». */
export function clockText(date: Date): string {
  return moment(date).time
}

/** «2026年11月23日», or an empty string for no date. */
export function dayText(iso: string | null | undefined): string {
  if (!iso) return ''
  const { year, month, day } = moment(new Date(iso))
  return `${year}年${month}月${day}日`
}

/** «今天 10:32», «11月23日 10:32», with the year where it is another one. */
export function momentText(iso: string | null | undefined, now: Date = new Date()): string {
  if (!iso) return ''
  const at = moment(new Date(iso))
  const today = moment(now)
  if (at.year !== today.year) return `${at.year}年${at.month}月${at.day}日 ${at.time}`
  if (at.month === today.month && at.day === today.day) return `今天 ${at.time}`
  return `${at.month}月${at.day}日 ${at.time}`
}

/** Today in Guangzhou as 2026-11-23, the form a date input takes. */
export function todayIso(now: Date = new Date()): string {
  const { year, month, day } = moment(now)
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
