/** Dates as people in Guangzhou read them, whatever time zone the computer is set to. */

const ZONE = 'Asia/Shanghai'
export const DAY_MS = 86_400_000

const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

function pieces(iso: string): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(iso)).map((p) => [p.type, p.value]))
}

function isReadable(iso: string | null | undefined): iso is string {
  return Boolean(iso) && !Number.isNaN(Date.parse(iso as string))
}

/** `2026-11-23`, or a dash when there is no date. */
export function formatDate(iso: string | null | undefined): string {
  if (!isReadable(iso)) return '—'
  const { year, month, day } = pieces(iso)
  return `${year}-${month}-${day}`
}

/** `2026-11-23 09:05`, or a dash when there is no date. */
export function formatDateTime(iso: string | null | undefined): string {
  if (!isReadable(iso)) return '—'
  const { hour, minute } = pieces(iso)
  return `${formatDate(iso)} ${hour}:${minute}`
}

/** `09:05` of a moment in milliseconds since 1970. */
export function formatTime(moment: number): string {
  const { hour, minute } = pieces(new Date(moment).toISOString())
  return `${hour}:${minute}`
}

/** `11-23 09:05` within the current year, the whole date otherwise. */
export function formatShort(iso: string | null | undefined, now: Date): string {
  return withoutThisYear(formatDateTime(iso), now)
}

/** `11-23` within the current year, the whole date otherwise. */
export function formatShortDate(iso: string | null | undefined, now: Date): string {
  return withoutThisYear(formatDate(iso), now)
}

function withoutThisYear(full: string, now: Date): string {
  return full.startsWith(`${pieces(now.toISOString()).year}-`) ? full.slice(5) : full
}

/** `4:05` for a countdown of 245 seconds; never negative. */
export function formatCountdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds))
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
}

/** Whole calendar days from `now` to `iso` in Guangzhou: 0 is today, negative is past. */
export function calendarDaysUntil(iso: string, now: Date): number {
  const midnight = (value: string): number => Date.parse(`${formatDate(value)}T00:00:00Z`)
  return Math.round((midnight(iso) - midnight(now.toISOString())) / DAY_MS)
}
