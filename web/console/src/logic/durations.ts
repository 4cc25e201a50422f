/** Lengths of time in words, and timers as a drawing writes them (ISO 8601). */

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `3 天 4 小时`, the two largest units; `不到 1 分钟` below. */
export function duration(seconds: number): string {
  if (seconds < MINUTE) return '不到 1 分钟'
  const days = Math.floor(seconds / DAY)
  const hours = Math.floor((seconds % DAY) / HOUR)
  const minutes = Math.floor((seconds % HOUR) / MINUTE)
  if (days) return hours ? `${days} 天 ${hours} 小时` : `${days} 天`
  if (hours) return minutes ? `${hours} 小时 ${minutes} 分` : `${hours} 小时`
  return `${minutes} 分钟`
}

export type TimerUnit = 'W' | 'D' | 'H' | 'M'
export const TIMER_UNITS: { id: TimerUnit; label: string }[] = [
  { id: 'M', label: '分钟' },
  { id: 'H', label: '小时' },
  { id: 'D', label: '天' },
  { id: 'W', label: '周' },
]

export interface PlainDuration {
  amount: number
  unit: TimerUnit
}

/** `P3D` as 3 days; null when it is more than one number and one unit. */
export function readDuration(text: string): PlainDuration | null {
  const found = /^P(?:(\d{1,4})([WD])|T(\d{1,6})([HM]))$/.exec(text.trim())
  if (!found) return null
  return { amount: Number(found[1] ?? found[3]), unit: (found[2] ?? found[4]) as TimerUnit }
}

export function writeDuration({ amount, unit }: PlainDuration): string {
  return unit === 'W' || unit === 'D' ? `P${amount}${unit}` : `PT${amount}${unit}`
}
