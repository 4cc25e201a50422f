/** Words and figures of consultations and of understanding. */

import type { Days, ModelVersion, StatisticsRow } from '@/api/consultationTypes'
import type { Tone } from './tones'
import { DAY_MS, formatDate } from './time'

export const OUTCOMES: Record<string, string> = {
  answered: '已答',
  clarify: '反问',
  refused: '婉拒',
  degraded: '检索代答',
  handed_off: '转人工',
}

export const OUTCOME_TONES: Record<string, Tone> = {
  answered: 'good',
  clarify: 'paused',
  refused: 'bad',
  degraded: 'bad',
  handed_off: 'working',
}

/** The last days up to today, both ends included. */
export function lastDays(count: number, now: Date): Days {
  const first = new Date(now.getTime() - (count - 1) * DAY_MS)
  return { from: formatDate(first.toISOString()), to: formatDate(now.toISOString()) }
}

/** Every day of a time in its order, those without consultations too. */
export function everyDay(rows: readonly StatisticsRow[], days: Days): StatisticsRow[] {
  const known = new Map(rows.map((row) => [row.key, row]))
  const filled: StatisticsRow[] = []
  const last = Date.parse(`${days.to}T00:00:00Z`)
  for (let at = Date.parse(`${days.from}T00:00:00Z`); at <= last; at += DAY_MS) {
    const key = new Date(at).toISOString().slice(0, 10)
    filled.push(known.get(key) ?? { key, label: key, count: 0, unanswered: 0, handed_off: 0 })
  }
  return filled
}

/** `12.5%`, or a dash of nothing. */
export function percent(part: number, whole: number): string {
  return whole ? `${((part / whole) * 100).toFixed(1)}%` : '—'
}

export const share = (value: number | undefined): string =>
  value === undefined ? '—' : `${(value * 100).toFixed(1)}%`

/** How sure the bot was, in words beside the number. */
export function sureness(confidence: number): string {
  if (confidence < 0.5) return '没把握'
  return confidence < 0.75 ? '不太有把握' : '有把握'
}

export const FIGURES: readonly { id: string; label: string; isBetterLow?: boolean }[] = [
  { id: 'act_accuracy.all', label: '理解正确率' },
  { id: 'act_accuracy.mandarin', label: '普通话' },
  { id: 'act_accuracy.cantonese', label: '粤语' },
  { id: 'act_accuracy.traditional', label: '繁体字' },
  { id: 'act_accuracy.typo', label: '错别字' },
  { id: 'out_of_scope_recall', label: '无关的话不误答' },
  { id: 'refused_share', label: '没听懂的比例', isBetterLow: true },
]

export interface FigureRow {
  id: string
  label: string
  before: number | undefined
  after: number | undefined
  change: 'better' | 'worse' | 'same'
}

/** The figures of a model beside those of the one it was to replace. */
export function figureRows(version: Pick<ModelVersion, 'figures' | 'before'>): FigureRow[] {
  const known = new Set(FIGURES.map((figure) => figure.id))
  const further = Object.keys(version.figures).filter((id) => !known.has(id))
  return [...FIGURES, ...further.map((id) => ({ id, label: id, isBetterLow: false }))]
    .map(({ id, label, isBetterLow }) => {
      const before = version.before[id]
      const after = version.figures[id]
      const gain = ((after ?? 0) - (before ?? 0)) * (isBetterLow ? -1 : 1)
      const isTold = before !== undefined && after !== undefined && Math.abs(gain) >= 0.0005
      return { id, label, before, after, change: !isTold ? 'same' : gain > 0 ? 'better' : 'worse' } as FigureRow
    })
    .filter((row) => row.before !== undefined || row.after !== undefined)
}

export const MODEL_TONES: Record<ModelVersion['state'], Tone> = {
  training: 'working',
  candidate: 'waiting',
  refused: 'bad',
  failed: 'bad',
  published: 'good',
  superseded: 'quiet',
}
