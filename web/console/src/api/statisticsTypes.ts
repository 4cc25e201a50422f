/** Shapes of statistics and reports on the wire. */

import type { ReportBody } from '@/logic/reportForm'
import type { Page } from './types'

export type Figures = Record<string, number | null>

export interface Measure {
  id: string
  label: string
  unit: '件' | '份' | '次' | '比率' | '工作日' | '分'
  moment: string
  sentence: string
}

export interface Choice {
  key: string
  label: string
}

export interface Vocabulary {
  measures: Measure[]
  dimensions: { id: string; label: string }[]
  departments: Choice[]
  channels: Choice[]
}

export interface StatisticsRow {
  keys: string[]
  labels: string[]
  figures: Figures
  mom: Figures | null
  yoy: Figures | null
}

export interface Period {
  date_from: string
  date_to: string
}

export interface CaseStatistics {
  date_from: string
  date_to: string
  by: string[]
  mom_period: Period
  yoy_period: Period
  totals: StatisticsRow
  items: StatisticsRow[]
  total: number
  next: string | null
  counted_at: string | null
}

export interface CountedCase {
  number: string
  item_name: string
  department: string
  status_label: string
  received_day: string
  closed_day: string | null
  work_days: number | null
  returns: number
}

export type Shape = 'text' | 'int' | 'decimal' | 'percent' | 'date'
export type Cell = string | number | null

/** A table as it is printed. */
export interface PrintedTable {
  title: string
  subtitle: string
  columns: { id: string; label: string; shape: Shape; width: number }[]
  rows: Cell[][]
  totals: Cell[]
  notes: string[]
  charts: { kind: 'bar' | 'line'; title: string; x: string[]; y: string[] }[]
}

export interface RunBrief {
  id: string
  key: string
  name: string
  version: number
  first_day: string
  last_day: string
  state: 'waiting' | 'done' | 'failed'
  problem: string
  asked_by: string
  created_at: string
  done_at: string | null
  mails: Partial<Record<MailState, number>>
}

export type MailState = 'waiting' | 'sent' | 'failed' | 'no_address'

export interface Report {
  key: string
  name: string
  purpose: string
  dataset_label: string
  version: number
  schedule: string
  next_at: string | null
  sensitivity: 'open' | 'internal'
  last_run: RunBrief | null
}

export interface Delivery {
  copy_id: string
  display_name: string
  department: string
  mail: MailState
  attempts: number
  problem: string
  sent_at: string | null
}

export interface ReportRun {
  run: RunBrief
  table: PrintedTable
  before_days: [string, string] | null
  before: Cell[]
  deliveries: Delivery[]
}

export interface ReportDefinition {
  key: string
  version: number
  body: ReportBody
  yaml: string
  versions: { number: number; author: string; created_at: string }[]
}

export interface ReportDataset {
  id: string
  label: string
  is_listing: boolean
  dimensions: Record<string, string>
  columns: { id: string; label: string; shape: Shape; sentence: string }[]
}

export interface ReportLanguage {
  datasets: ReportDataset[]
  functions: Record<string, string>
  choices: Record<string, Record<string, string>>
  roles: Record<string, string>
  departments: Record<string, string>
  people: { username: string; display_name: string; department: string }[]
}

export interface ReportCheck {
  faults: { field: string; message: string }[]
  schedule: string
  next_at: string | null
  recipients: number
}

export type RunPage = Page<RunBrief>
export type CountedCases = Page<CountedCase>
