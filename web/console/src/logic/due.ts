/** How near a promised date is, in a colour and in words. */

import type { CaseStatus, Warning } from '@/api/types'
import { calendarDaysUntil } from './time'

export type DueTone = 'none' | 'calm' | 'yellow' | 'red'

export interface DueState {
  tone: DueTone
  text: string
}

const FINISHED: ReadonlySet<CaseStatus> = new Set([
  'approved',
  'rejected',
  'certified',
  'closed',
  'withdrawn',
  'lapsed',
])

export const isFinished = (status: CaseStatus): boolean => FINISHED.has(status)

/**
 * The state of the promise clock.
 * @param warning the server's judgement, which counts working days and wins over the calendar
 */
export function dueState(
  dueAt: string | null,
  status: CaseStatus,
  now: Date,
  warning: Warning = null,
  standsStill = false,
): DueState {
  if (isFinished(status)) return { tone: 'none', text: '已结束' }
  if (status === 'supplement_required') return { tone: 'none', text: '等待申请人补正' }
  if (standsStill) return { tone: 'none', text: '计时已中止' }
  if (!dueAt) return { tone: 'none', text: '未设定期限' }

  const isPast = Date.parse(dueAt) < now.getTime()
  const days = calendarDaysUntil(dueAt, now)
  if (isPast) return { tone: 'red', text: days === 0 ? '今天已超期' : `已超期 ${-days} 天` }
  const text = days === 0 ? '今天到期' : days === 1 ? '明天到期' : `还有 ${days} 天`
  return { tone: warning ?? (days <= 1 ? 'yellow' : 'calm'), text }
}
