/** Shapes of drawn processes: templates, trials, comparisons, migrations, and what is watched. */

import type { Page } from './types'

export interface Fault {
  element: string
  name: string
  message: string
}

export interface ProcessVersion {
  number: number
  state: 'published' | 'revoked'
  published_by: string
  published_at: string
  note: string
  revoked_by: string | null
  revoked_at: string | null
  revoke_reason: string
  running: number
}

export interface ProcessVersionFile extends ProcessVersion {
  bpmn: string
}

export interface ProcessTemplate {
  key: string
  name: string
  draft: string | null
  revision: number
  drawn_by: string | null
  drawn_at: string | null
  is_draft_published: boolean
  may_publish: boolean
  versions: ProcessVersion[]
}

export interface ShippedProcess {
  key: string
  name: string
  about: string
  bpmn: string
}

export interface Term {
  id: string
  label: string
}

export interface Fact extends Term {
  kind: 'choice' | 'text' | 'number' | 'boolean'
  values: Term[]
}

/** The words a drawing may use. */
export interface ProcessVocabulary {
  steps: Term[]
  roles: Term[]
  facts: Fact[]
  letters: Term[]
}

export interface TrialWay {
  moves: { act: 'done' | 'fired' | 'returned'; node: string; name: string }[]
  flows: string[]
  is_over: boolean
}

export interface Trial {
  faults: Fault[]
  states: number
  ways: TrialWay[]
  flows: number
  flows_walked: number
  seconds: number
}

export type ChangeKind = 'added' | 'removed' | 'changed'

export interface Comparison {
  old_number: number
  new_number: number | null
  old: string
  new: string
  changes: { element: string; kind: ChangeKind; message: string }[]
}

export interface Move {
  case_number: string
  why_not: string | null
}

export interface Migration {
  added: string[]
  removed: string[]
  changed: string[]
  cases: Move[]
  moved: number
  left: number
  next: string | null
}

export interface VersionLoad {
  template: string
  key: string
  version: number
  state: 'published' | 'revoked'
  running: number
  waiting: number
  late: number
  stuck: number
}

export interface Board {
  stuck_days: number
  running: number
  waiting: number
  late: number
  stuck: number
  versions: VersionLoad[]
}

export type WhyWatched = 'late' | 'inactive' | 'absent' | 'quiet'

export interface WatchedStep {
  id: string
  case_number: string
  item_name: string
  template: string
  key: string
  version: number
  node: string
  name: string
  kind_label: string
  role: string
  role_label: string
  holder_id: string | null
  holder: string | null
  since: string
  waited_seconds: number
  due_at: string | null
  is_late: boolean
  is_escalated: boolean
  urged_at: string | null
  why: WhyWatched[]
}

export type WatchedPage = Page<WatchedStep>

export interface NodeHeat {
  node: string
  name: string
  waiting: number
  late: number
  done: number
  mean_seconds: number | null
  returns: number
}

export interface HeatMap {
  template: string
  key: string
  version: number
  bpmn: string
  days: number
  nodes: NodeHeat[]
}

export interface ProcessStep {
  id: string
  node: string
  name: string
  kind_label: string
  role: string
  state: 'open' | 'claimed' | 'done' | 'dropped'
  claimed_by: string | null
  decision: string | null
  due_at: string | null
  is_late: boolean
  is_escalated: boolean
  created_at: string
  done_at: string | null
}

export interface ProcessTrace {
  act: string
  label: string
  actor: string
  text: string
  at: string
}

export interface WatchedCase {
  case_number: string
  item_name: string
  state: 'running' | 'done' | 'refused' | 'withdrawn'
  template: string
  version: number
  bpmn: string
  started_at: string
  ended_at: string | null
  standing: string[]
  walked: string[]
  stays: { node: string; times: number; seconds: number; is_standing: boolean; is_late: boolean }[]
  steps: ProcessStep[]
  trace: ProcessTrace[]
}

export interface PersonLoad {
  id: string
  name: string
  role: string
  role_label: string
  department: string
  is_active: boolean
  in_hand: number
  late: number
  oldest: string | null
  done: number
}

export interface StepLoad {
  key: string
  template: string
  node: string
  name: string
  open: number
  claimed: number
  late: number
}

export interface ProcessLoad {
  days: number
  people: PersonLoad[]
  steps: StepLoad[]
}

export interface StepFigures {
  node: string
  name: string
  kind_label: string
  done: number
  p50_seconds: number | null
  p90_seconds: number | null
  mean_seconds: number | null
  returns: number
  refusals: number
  late: number
}

export interface ProcessFigures {
  begins: string
  ends: string
  started: number
  done: number
  refused: number
  withdrawn: number
  p50_seconds: number | null
  p90_seconds: number | null
  days: { day: string; started: number; ended: number }[]
  steps: StepFigures[]
}

export interface ActResults {
  done: number
  results: { step_id: string; case_number: string; why_not: string | null }[]
}
