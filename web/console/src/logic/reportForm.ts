/** A report's definition as a form holds it, and how its parts are said. */

import type { ReportDataset, Shape } from '@/api/statisticsTypes'
import { writePart } from './yamlPart'

export interface ReportColumn {
  id: string
  label: string
  source?: string
  formula?: string
  shape?: Shape
  width?: number
  total?: boolean
}

export interface ReportChart {
  kind: 'bar' | 'line'
  title: string
  y: string[]
}

export interface ReportSchedule {
  every: 'day' | 'working_day' | 'week' | 'month'
  at?: string
  weekday?: number
  day?: number
  working_day?: number
  rolls?: boolean
}

export interface ReportBody {
  key: string
  name: string
  purpose?: string
  dataset: string
  span?: 'period' | 'month_to_date' | 'year_to_date' | 'last_30_days'
  filters?: Record<string, string[]>
  group?: string[]
  columns: ReportColumn[]
  sort?: { by: string; descending?: boolean }
  top?: number
  charts?: ReportChart[]
  notes?: string[]
  schedule?: ReportSchedule
  recipients?: { usernames?: string[]; roles?: string[]; departments?: string[] }
  sensitivity?: 'open' | 'internal'
}

export const SPANS = {
  period: '这一期',
  month_to_date: '当月一日起至这一期末',
  year_to_date: '当年一月一日起至这一期末',
  last_30_days: '这一期末前 30 天',
} as const

export const TIMES = new Set(['day', 'week', 'month'])

export const EVERY = {
  none: '不定期，需要时算一期',
  day: '每天',
  working_day: '每个工作日',
  week: '每周',
  month: '每月',
} as const

export const SHAPES: readonly { id: Shape; label: string }[] = [
  { id: 'int', label: '整数' },
  { id: 'decimal', label: '一位小数' },
  { id: 'percent', label: '百分比' },
]

export function newReport(now: Date): ReportBody {
  return {
    key: `report-${now.getTime().toString(36)}`,
    name: '',
    dataset: 'cases',
    group: ['department'],
    columns: [{ id: 'received', label: '收件', source: 'received' }],
    sensitivity: 'internal',
  }
}

export const textOf = (body: ReportBody): string => writePart(withoutEmpty(body))

/** What says nothing is left out, so that the same report is the same text. */
function withoutEmpty(body: ReportBody): Record<string, never> {
  const isEmpty = (value: unknown): boolean =>
    value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' && value !== null && Object.values(value).every((one) => one === undefined))
  const kept = Object.entries(body).filter(([name, value]) => ['name', 'columns'].includes(name) || !isEmpty(value))
  return JSON.parse(JSON.stringify(Object.fromEntries(kept))) as Record<string, never>
}

/** Columns as the body has them, whatever somebody wrote as text. */
export const isBody = (value: unknown): value is ReportBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value) &&
  Array.isArray((value as ReportBody).columns) && typeof (value as ReportBody).dataset === 'string'

/** A column of the dataset, under a name nothing else has. */
export function columnOf(dataset: ReportDataset, source: string, taken: readonly ReportColumn[]): ReportColumn {
  const found = dataset.columns.find((one) => one.id === source)
  const label = found?.label ?? source
  const isTaken = taken.some((one) => one.id === source)
  return { id: isTaken ? freeId(taken) : source, label, source }
}

export const formulaColumn = (taken: readonly ReportColumn[]): ReportColumn => ({
  id: freeId(taken),
  label: '',
  formula: '',
})

function freeId(taken: readonly ReportColumn[]): string {
  let place = 1
  while (taken.some((one) => one.id === `col_${place}`)) place += 1
  return `col_${place}`
}

/** A report turned to another dataset keeps who reads it and when, and begins anew with what it shows. */
export function onDataset(body: ReportBody, dataset: ReportDataset): ReportBody {
  const columns = dataset.columns.slice(0, dataset.is_listing ? 5 : 2)
  return {
    ...body,
    dataset: dataset.id,
    group: dataset.is_listing ? [] : Object.keys(dataset.dimensions).filter((one) => one === 'department'),
    filters: {},
    columns: columns.map((one) => ({ id: one.id, label: one.label, source: one.id })),
    sort: undefined,
    charts: [],
  }
}

/** What leans on columns that are gone goes with them. */
export function keepingSound(body: ReportBody): ReportBody {
  const known = new Set(body.columns.map((one) => one.id))
  const charts = (body.charts ?? []).map((one) => ({ ...one, y: one.y.filter((id) => known.has(id)) }))
  return { ...body, charts, sort: body.sort && known.has(body.sort.by) ? body.sort : undefined }
}

export function moved<T>(list: readonly T[], from: number, by: number): T[] {
  const next = [...list]
  const [one] = next.splice(from, 1)
  if (one !== undefined) next.splice(from + by, 0, one)
  return next
}

/** The names a formula at a place may use: numbers of the dataset and the columns before it. */
export function namesFor(dataset: ReportDataset, columns: readonly ReportColumn[], place: number): Map<string, string> {
  const names = new Map<string, string>()
  for (const one of dataset.columns) if (one.shape !== 'text' && one.shape !== 'date') names.set(one.id, one.label)
  for (const one of columns.slice(0, place)) if (one.label && (one.formula !== undefined || names.has(one.source ?? ''))) names.set(one.id, one.label)
  return names
}

/** What each function does, in a word that can stand for its name. */
const SAID: Record<string, string> = {
  sum: '合计', avg: '平均', rank: '名次', share: '占比', mom: '环比', yoy: '同比', prev: '上期',
  last_year: '去年同期', round: '四舍五入', min: '较小', max: '较大', abs: '绝对值',
}

/** A formula as people read it: names said in Chinese. */
export const readFormula = (formula: string, names: ReadonlyMap<string, string>): string =>
  formula.replace(/[a-z][a-z0-9_]*/g, (word) => names.get(word) ?? SAID[word] ?? word)

export const functionWord = (name: string): string => SAID[name] ?? name
