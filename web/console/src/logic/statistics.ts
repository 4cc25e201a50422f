/** Figures as people read them, and the days they are about. */

import type { Cell, Figures, MailState, Measure, RunBrief, Shape } from '@/api/statisticsTypes'
import type { Days } from '@/api/consultationTypes'
import type { Tone } from './tones'
import { formatDate } from './time'

export const MEASURE_SETS: readonly { id: string; label: string; measures: readonly string[] }[] = [
  {
    id: 'work',
    label: '办理量',
    measures: ['received', 'accepted', 'returned', 'closed', 'approved', 'rejected', 'withdrawn'],
  },
  {
    id: 'quality',
    label: '质量与时效',
    measures: ['return_rate', 'on_time_rate', 'early_rate', 'mean_days', 'median_days', 'p90_days'],
  },
  {
    id: 'prereview',
    label: '预审',
    measures: ['machine_pass', 'machine_fail', 'machine_unsure', 'looked_at', 'agreement_rate', 'no_touch_rate'],
  },
  {
    id: 'ease',
    label: '少交少跑',
    measures: ['licences', 'licence_share', 'no_upload', 'with_licence', 'visits_saved'],
  },
  {
    id: 'ratings',
    label: '好差评',
    measures: ['rated', 'rating_rate', 'rating_mean', 'satisfied_rate', 'dissatisfied'],
  },
]

/** Where more is worse. */
export const BETTER_LOW = new Set([
  'returned', 'return_rate', 'mean_days', 'median_days', 'p90_days', 'machine_fail', 'machine_unsure',
  'dissatisfied',
])

export function shownFigure(value: number | null | undefined, unit: Measure['unit']): string {
  if (value == null) return '—'
  if (unit === '比率') return `${(value * 100).toFixed(1)}%`
  if (unit === '工作日' || unit === '分') return value.toFixed(1)
  return value.toLocaleString('zh-CN')
}

export function shownCell(value: Cell, shape: Shape): string {
  if (value === null) return '—'
  if (typeof value === 'string') return value
  if (shape === 'percent') return `${(value * 100).toFixed(1)}%`
  if (shape === 'decimal') return value.toFixed(1)
  return value.toLocaleString('zh-CN', { maximumFractionDigits: 0 })
}

export interface Change {
  text: string
  /** Whether it is good news; null where it is neither. */
  isGood: boolean | null
}

/** How a figure stands to the one before; rates by points, counts by share. */
export function changeOf(measure: Measure, now: number | null, then: number | null | undefined): Change | null {
  if (now == null || then == null) return null
  const isRate = measure.unit === '比率'
  if (!isRate && then === 0) return now === 0 ? { text: '持平', isGood: null } : null
  const change = isRate ? (now - then) * 100 : ((now - then) / then) * 100
  if (Math.abs(change) < 0.05) return { text: '持平', isGood: null }
  const sign = change > 0 ? '升' : '降'
  const text = `${sign}${Math.abs(change).toFixed(1)}${isRate ? '百分点' : '%'}`
  const isWork = measure.unit === '件' && !BETTER_LOW.has(measure.id)
  return { text, isGood: isWork ? null : BETTER_LOW.has(measure.id) !== change > 0 }
}

/** This month, the month before, this year: as days up to `now` in Guangzhou. */
export function namedSpan(name: 'month' | 'last_month' | 'year', now: Date): Days {
  const today = formatDate(now.toISOString())
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  if (name === 'month') return { from: `${today.slice(0, 8)}01`, to: today }
  if (name === 'year') return { from: `${year}-01-01`, to: today }
  const end = new Date(Date.UTC(year, month - 1, 0)).toISOString().slice(0, 10)
  return { from: `${end.slice(0, 8)}01`, to: end }
}

export const NAMED_SPANS = [
  { id: 'month', label: '本月' },
  { id: 'last_month', label: '上月' },
  { id: 'year', label: '今年' },
] as const

export const RUN_STATES: Record<RunBrief['state'], { label: string; tone: Tone }> = {
  waiting: { label: '正在计算', tone: 'working' },
  done: { label: '已算好', tone: 'good' },
  failed: { label: '没有算成', tone: 'bad' },
}

export const MAIL_STATES: Record<MailState, { label: string; tone: Tone }> = {
  waiting: { label: '等待发送', tone: 'waiting' },
  sent: { label: '已发送', tone: 'good' },
  failed: { label: '没有发出', tone: 'bad' },
  no_address: { label: '没有邮箱', tone: 'paused' },
}

/** The days of a run: one date, or from one to another. */
export const daysOf = (run: Pick<RunBrief, 'first_day' | 'last_day'>): string =>
  run.first_day === run.last_day ? run.first_day : `${run.first_day} 至 ${run.last_day}`

export const figureOf = (figures: Figures, id: string): number | null => figures[id] ?? null
