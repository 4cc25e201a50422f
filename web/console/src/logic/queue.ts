/** What the pages of queues work out by themselves. */

import type { PlannedSlot, TicketAct } from '@/api/queue'

export const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const
export const WAYS = { phone: '手机', door: '现场', appointment: '预约' } as const
export const PRIORITIES = [
  { id: '', label: '普通' },
  { id: 'elderly', label: '65岁以上老人' },
  { id: 'disabled', label: '残疾人' },
  { id: 'pregnant', label: '孕妇' },
  { id: 'soldier', label: '军人' },
] as const

/** A key without Ctrl, Alt or ⌘ and what it does; all stand on their buttons. */
export const KEYS: Record<string, TicketAct | 'next'> = { n: 'next', r: 'recall', s: 'skip', h: 'hold', f: 'finish' }

/** What a key means on the panel; nothing while somebody types or a dialog is open. */
export function actOfKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat'>, isTyping: boolean): TicketAct | 'next' | null {
  if (isTyping || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return null
  return KEYS[event.key.toLowerCase()] ?? null
}

/** Whole minutes from `since` to `now`, never below none. */
export const minutesSince = (since: string, now: number): number =>
  Math.max(0, Math.floor((now - Date.parse(since)) / 60_000))

/** One row of the plan: the same hours on several weekdays, with the quota of each. */
export interface PlanRow {
  starts: string
  ends: string
  quotas: (number | null)[]
}

export function rowsOf(slots: readonly PlannedSlot[]): PlanRow[] {
  const rows = new Map<string, PlanRow>()
  for (const slot of slots) {
    const key = `${slot.starts}-${slot.ends}`
    const row = rows.get(key) ?? { starts: slot.starts, ends: slot.ends, quotas: Array(7).fill(null) as null[] }
    row.quotas[slot.weekday] = slot.quota
    rows.set(key, row)
  }
  return [...rows.values()].sort((a, b) => a.starts.localeCompare(b.starts) || a.ends.localeCompare(b.ends))
}

export const slotsOf = (rows: readonly PlanRow[]): PlannedSlot[] =>
  rows.flatMap(({ starts, ends, quotas }) =>
    quotas.flatMap((quota, weekday) => (quota ? [{ weekday, starts, ends, quota }] : [])),
  )
