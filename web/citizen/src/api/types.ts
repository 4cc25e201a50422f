/** The shapes of the citizen API, in the names of the public contract. */

export type * from '@/api/case_types'
export type * from '@/api/knowledge_types'

import type { Passage, ResolvedPlace, ServicePlace } from '@/api/knowledge_types'
import type { SampleName } from '@/api/samples'

export interface Page<T> {
  items: T[]
  total: number
  next: string | null
}

/** A platform of the province whose H5 entry signs citizens in by 统一身份认证. */
export type SignOnChannel = 'yueshengshi' | 'yueshangtong' | 'suihaoban'

export type UserKind = 'guest' | 'citizen' | 'enterprise'

export interface User {
  id: string
  kind: UserKind
  display_name: string
  assurance_level: 'none' | 'L0' | 'L1' | 'L2' | 'L3'
}

export interface Session {
  token: string
  expires_at: string
  user: User
}

export interface Source {
  id?: string
  title: string
  document_number?: string | null
  issuer?: string | null
  url?: string | null
  as_of?: string | null
}

export interface Term {
  days: number | null
  unit: string
  explain?: string | null
  text?: string | null
  verified: boolean
}

export interface Fee {
  is_fee: boolean
  text: string
  basis?: string | null
  verified: boolean
}

export interface Visits {
  count: number
  reason?: string | null
  verified: boolean
}

export interface Place {
  name: string
  address: string
  hours?: string | null
  phone?: string | null
  windows?: string | null
  location?: [number, number] | null
  verified?: boolean
}

export interface Paragraph {
  text: string
  source?: string | null
  verified?: boolean
}

// —— Conversation ——

export interface Button {
  title: string
  payload: string
}

export interface ItemCardData {
  code: string
  name: string
  department: string
  promised?: Term | null
  statutory?: Term | null
  fee?: Fee | string | null
  visits?: Visits | number | null
  places?: Place[]
  verified?: boolean
  note?: string | null
  /** False where only an upstream catalogue tells of the item: what it leaves out is null. */
  is_guided?: boolean
}

export interface PoliciesCardData {
  passages?: Passage[]
}

export interface PlaceCardData {
  q?: string
  places?: ServicePlace[]
  resolved?: ResolvedPlace | null
}

export interface QuestionCardData {
  run_id: string
  item_code: string
  item_name: string
  question: Question
  progress: Progress
}

export interface MaterialsCardData {
  run_id: string
  item_code: string
  item_name: string
  result: GuidanceResult
}

export interface CaseCardData {
  number: string
  item_name: string
  status: string
  status_label: string
  due_at?: string | null
  last_event?: { at: string; label: string; text: string } | null
}

/** Of several items that may be meant: `tells` says what sets this one apart. */
export interface ItemChoice {
  code: string
  title: string
  tells?: string | null
}

/** How the client is to show itself, asked for in the conversation. */
export interface Display {
  elder?: boolean | null
  read_aloud?: boolean | null
}

interface ReplyBase {
  text?: string | null
  buttons?: Button[] | null
  sources?: Source[] | null
}

export type Reply =
  | (ReplyBase & { kind: 'item'; data: ItemCardData })
  | (ReplyBase & { kind: 'question'; data: QuestionCardData })
  | (ReplyBase & { kind: 'materials'; data: MaterialsCardData })
  | (ReplyBase & { kind: 'case'; data: CaseCardData })
  | (ReplyBase & { kind: 'policies'; data?: PoliciesCardData | null })
  | (ReplyBase & { kind: 'place'; data?: PlaceCardData | null })
  | (ReplyBase & { kind: 'choices'; data?: { choices?: ItemChoice[] | null } | null })
  | (ReplyBase & { kind: 'text'; data?: { display?: Display | null } | null })
  | (ReplyBase & { kind: 'handoff'; data?: unknown })

export interface ChatAnswer {
  message_id: string
  /** None while a person speaks: the words went to them. */
  answer_id: string | null
  status: 'answered' | 'clarify' | 'refused' | 'handed_off' | 'degraded'
  replies: Reply[]
}

export interface ChatMessage {
  id: string
  seq: number
  /** Where it was said; absent for what this client just sent. */
  channel?: 'client' | 'wechat_official' | 'wechat_miniprogram'
  direction: 'in' | 'out'
  author: 'citizen' | 'assistant' | 'staff' | 'notice'
  author_name?: string
  text?: string | null
  replies?: Reply[] | null
  status?: string | null
  created_at: string
}

export interface OutgoingMessage {
  text?: string
  payload?: string
  client_message_id: string
}

// —— Catalogue ——

export interface ItemSummary {
  code: string
  name: string
  short_name: string
  department: string
  level: string
  audience: 'person' | 'enterprise' | 'both'
  theme: string
  summary: string
  is_guided?: boolean
  region_name?: string
  region_note?: string | null
}

export interface Theme {
  theme: string
  audience: string[]
  count: number
}

/** Of an item that is not guided, what its source does not tell is null or empty. */
export interface Guide {
  accept_condition: Paragraph[]
  handle_flow: { name: string; text: string; days?: string | null }[]
  statutory: Term | null
  promised: Term | null
  visits: Visits | null
  fee: Fee | null
  handle_area: string | null
  special_procedure?: string | null
  by_law: Paragraph[]
  places: Place[]
  online_url?: string | null
  online_handle_depth: string | null
  link_way: string | null
  supervise_way: string | null
  result: { type: string; name: string; delivery?: string | null } | null
  tips: string[]
  faq: { question: string; answer: string; source?: string | null }[]
}

export interface Copies {
  original: number
  copy: number
  electronic: boolean
}

export interface ItemMaterial {
  id: string
  name: string
  required: boolean
  conditional: boolean
  why: string
  source_type: string
  source_explain: string
  copies: Copies
  form_url?: string | null
  samples: SampleName[]
  from_licence?: string | null
  deferrable: boolean
  verified: boolean
}

export interface ItemDocument {
  code: string
  revision: string
  is_guided: boolean
  region: string
  region_name: string
  region_note: string | null
  item: {
    name: string
    short_name: string
    department: { name: string }
    level: string
    audience: string
    theme: string
    task_type: string
    project_type: string | null
    summary: string
    valid_from: string | null
    code_verified: boolean
  }
  guide: Guide
  materials: ItemMaterial[]
  questions_count: number
  sources: Source[]
  unverified_note: string
}

// —— Guidance ——

export interface Option {
  id: string
  label: string
  help?: string | null
}

export interface Question {
  id: string
  text: string
  help?: string | null
  kind: 'single' | 'multiple' | 'number' | 'date' | 'text'
  options?: Option[]
  unit?: string | null
  minimum?: number | null
  maximum?: number | null
}

export interface Progress {
  answered: number
  remaining_at_most: number
}

export type AnswerValue = string | number | string[]

export interface Answer {
  question_id: string
  text: string
  value: AnswerValue
  label: string
}

export interface GuidanceMaterial {
  id: string
  name: string
  required: boolean
  why?: string | null
  source?: string | null
  copies?: Copies | null
  form_url?: string | null
  /** Absent in what was said in the conversation before there were samples. */
  samples?: SampleName[]
  from_licence?: string | null
  deferrable?: boolean
}

export interface GuidanceResult {
  eligible: boolean | 'unknown'
  reasons: string[]
  advice?: string[]
  materials: GuidanceMaterial[]
  not_needed: { id: string; name: string; why: string }[]
  where: Place[]
  when?: string | null
  statutory_days?: number | null
  promised_days?: number | null
  promised_text?: string | null
  fee?: Fee | string | null
  visits?: Visits | number | null
  next_steps: string[]
  notes?: string[]
  unverified?: boolean
}

export interface GuidanceRun {
  run_id: string
  item_code: string
  item_name: string
  revision: string
  question: Question | null
  progress: Progress
  answers: Answer[]
  result: GuidanceResult | null
}
