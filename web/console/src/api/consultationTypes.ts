/** Shapes of `/staff/v1/consultations` and `/staff/v1/understanding`, as the server names them. */

import type { Page } from './types'

export type By = 'day' | 'act' | 'item' | 'channel' | 'style'

/** Both days included, `2026-11-27`. */
export interface Days {
  from: string
  to: string
}

export interface Totals {
  people: number
  messages: number
  buttons: number
  answered: number
  clarify: number
  refused: number
  degraded: number
  handed_off: number
  unanswered: number
}

export interface StatisticsRow {
  key: string
  label: string
  count: number
  unanswered: number
  handed_off: number
}

export interface Handoffs {
  served: number
  waiting_seconds: number | null
  satisfaction: number | null
}

export interface Statistics extends Page<StatisticsRow> {
  date_from: string
  date_to: string
  by: By
  totals: Totals
  handoffs: Handoffs | null
}

export interface UnansweredGroup {
  words: string
  others: string[]
  count: number
  act: string
  act_label: string
  last_at: string
}

export interface UnansweredPage extends Page<UnansweredGroup> {
  since: string
}

export type Verdict = 'act' | 'fine' | 'unusable'
export type CorrectionState = 'waiting' | 'settled' | 'returned' | 'approved' | 'undone'

export interface Correction {
  verdict: Verdict
  right_act: string | null
  right_act_label: string
  text: string
  state: CorrectionState
  state_label: string
  author_name: string
  reviewer_name: string
  note: string
  version: number
  updated_at: string
}

export interface Sentence {
  message_id: string
  text: string
  act: string
  act_label: string
  confidence: number
  status: string
  item_name: string
  style: string
  at: string
  correction: Correction | null
  may: ('correct' | 'review' | 'undo')[]
}

export interface ActChoice {
  id: string
  label: string
}

export interface SentencePage extends Page<Sentence> {
  counts: Partial<Record<CorrectionState, number>>
  acts: ActChoice[]
}

export interface SentenceQuery extends Record<string, string> {
  act: string
  status: string
  state: string
  from: string
  to: string
}

export interface Judgement {
  verdict: Verdict
  right_act: string | null
  text: string | null
  version: number
}

export interface ModelVersion {
  number: number
  state: 'training' | 'candidate' | 'refused' | 'failed' | 'published' | 'superseded'
  state_label: string
  by: string
  created_at: string
  published_at: string | null
  corrections: number
  figures: Record<string, number>
  before: Record<string, number>
  reasons: string[]
}

export interface ModelPage {
  running: number
  versions: ModelVersion[]
  approved: number
  untrained: number
  commands: { train: string; publish: string; rollback: string }
}
