/** Shapes of lists, search and exports (snake_case on the wire). */

import type { CaseBrief, Page, Task } from './types'

export type ListName = 'open' | 'mine' | 'done' | 'watched' | 'cases'

/** A case as one line; `channel` is there in lists of cases only. */
export interface CaseLine extends CaseBrief {
  channel: string
  is_watched: boolean
}

export interface TaskLine extends Task {
  is_watched: boolean
}

export type TaskCounts = Record<'open' | 'mine' | 'done' | 'watched', number>

/** `total` stops at 10,000; whether it did, `total_is_exact` says. */
export interface CaseLines extends Page<CaseLine> {
  total_is_exact: boolean
  /** What to do next where nothing was found, or a word was not looked for. */
  hint?: string | null
}

export interface TaskLines extends Page<TaskLine> {
  total_is_exact: boolean
  hint?: string | null
  counts: TaskCounts
}

export interface Choice {
  id: string
  label: string
}

export type ChoiceKind =
  | 'statuses'
  | 'items'
  | 'departments'
  | 'streets'
  | 'parks'
  | 'channels'
  | 'verdicts'
  | 'letters'
  | 'colleagues'
  | 'columns'

export type Choices = Record<ChoiceKind, Choice[]>

export interface SavedView {
  id: string
  name: string
  list_name: ListName
  query: Record<string, unknown> & { columns?: string[] }
  is_shared: boolean
  is_mine: boolean
  owner_name: string
}

export type BatchAct = 'claim' | 'release' | 'transfer' | 'watch' | 'unwatch'

export interface BatchResult {
  items: { id: string; number: string; ok: boolean; message: string }[]
  done: number
  failed: number
}

export interface ReceiptLine {
  number: string
  item_name: string
  applicant: string
  submitted_at: string | null
  due_at: string | null
  url: string
  qr_svg: string
}

export interface Export {
  id: string
  format: 'xlsx' | 'csv'
  title: string
  state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed' | 'expired'
  state_label: string
  problem: string | null
  done_rows: number
  total_rows: number
  size: number
  is_revealed: boolean
  created_at: string
  expires_at: string
}

export interface ExportWish {
  list_name: ListName
  query: Record<string, unknown>
  columns: string[]
  format: 'xlsx' | 'csv'
  reveal: boolean
  reason: string
}

export interface Found {
  id: string
  title: string
  detail: string
  number: string
  key: string
}

export interface FoundGroup {
  kind: 'case' | 'person' | 'letter' | 'item' | 'policy' | 'faq'
  label: string
  items: Found[]
  has_more: boolean
}

export interface Lookup {
  groups: FoundGroup[]
  hint: string
}
