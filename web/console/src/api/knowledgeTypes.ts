/** Shapes of `/staff/v1/knowledge`, as the server names them. */

import type { Page } from './types'

export type Kind = 'item' | 'faq' | 'document' | 'place' | 'rules' | 'letter' | 'checklist'
/** How a body is written; an item has two shapes, whole and brief. */
export type Shape = 'item' | 'brief' | 'faq' | 'document' | 'place' | 'rules' | 'letter' | 'checklist'
export type EntryState = 'published' | 'not_yet' | 'expired' | 'withdrawn' | 'unpublished'
export type OpenState = 'draft' | 'in_review' | 'returned'
export type Act = 'edit' | 'submit' | 'review' | 'recall' | 'discard' | 'withdraw' | 'restore'

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
export type Body = { [name: string]: Json }

export interface Entry {
  id: string
  kind: Kind
  kind_label: string
  key: string
  title: string
  region: string
  region_name: string
  origin: string
  origin_label: string
  shape: Shape
  state: EntryState
  state_label: string
  open_state: OpenState | null
  open_author: string | null
  effective_from: string | null
  expires_on: string | null
  updated_at: string
}

export type Counts = Partial<Record<Kind | 'in_review' | 'to_review' | 'expired', number>>

export interface EntryPage extends Page<Entry> {
  counts: Counts
}

export interface RevisionBrief {
  number: number
  shape: Shape
  state: string
  state_label: string
  author_name: string
  note: string
  fingerprint: string
  effective_from: string | null
  expires_on: string | null
  created_at: string
  published_at: string | null
}

export interface Revision extends RevisionBrief {
  version: number
  body: Body
  raw: Json
}

export interface EntryEvent {
  revision: number
  action: string
  action_label: string
  actor_name: string
  note: string
  at: string
}

export interface EntryFile {
  entry: Entry
  published: Revision | null
  open: Revision | null
  revisions: RevisionBrief[]
  events: EntryEvent[]
  faults: string[]
  may: Act[]
}

export interface Change {
  path: string
  label: string
  change: 'added' | 'removed' | 'changed'
  before: string
  after: string
}

export interface Diff {
  before: number
  after: number
  changes: Change[]
}

/** What a save carries; `version` is that of the draft last seen, 0 where there was none. */
export interface DraftBody {
  body: Body
  effective_from: string | null
  expires_on: string | null
  note: string
}

export interface BrokenLink {
  url: string
  detail: string
  checked_at: string
  entries: Entry[]
}

export interface Health {
  expired: Entry[]
  expiring: Entry[]
  unsourced: Entry[]
  broken_links: BrokenLink[]
  links_known: number
  links_checked: number
  links_checked_at: string | null
}

export type BatchKind = 'item' | 'document' | 'region'
/** Read and reported first; used once a second person agrees. */
export type BatchState =
  | 'waiting'
  | 'running'
  | 'ready'
  | 'applying'
  | 'done'
  | 'failed'
  | 'discarded'
export type BatchAct = 'apply' | 'discard'

export interface ReportTable {
  title: string
  columns: string[]
  rows: (string | number | null)[][]
}

export interface BatchReport {
  summary: Record<string, number>
  tables: ReportTable[]
}

export interface Batch {
  id: string
  kind: BatchKind
  kind_label: string
  source: string
  file_name: string
  state: BatchState
  state_label: string
  done: number
  total: number
  report: BatchReport
  /** Why it failed and what to do. */
  problem: string | null
  actor_name: string
  may: BatchAct[]
  created_at: string
  finished_at: string | null
}
