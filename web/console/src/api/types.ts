/** Shapes of the staff API, as the public contract names them (snake_case on the wire). */

export type Permission =
  | 'cases.view'
  | 'inspections.hold'
  | 'ratings.view'
  | 'cases.accept'
  | 'cases.decide'
  | 'cases.reveal'
  | 'cases.lead'
  | 'cases.people'
  | 'cases.history'
  | 'cases.credit'
  | 'knowledge.view'
  | 'knowledge.edit'
  | 'knowledge.review'
  | 'search.manage'
  | 'handoffs.serve'
  | 'handoffs.lead'
  | 'consultations.view'
  | 'consultations.read'
  | 'understanding.correct'
  | 'understanding.review'
  | 'processes.work'
  | 'processes.lead'
  | 'processes.manage'
  | 'organisation.view'
  | 'organisation.manage'
  | 'accounts.manage'
  | 'access.manage'
  | 'audit.read'
  | 'calendar.manage'
  | 'halls.manage'
  | 'halls.serve'
  | 'statistics.view'
  | 'reports.manage'
  | 'letters.approve'
  | 'publications.manage'

export interface StaffMember {
  id: string
  username: string
  display_name: string
  /** A shipped role; empty before anything was granted. */
  role: 'clerk' | 'officer' | 'supervisor' | 'editor' | 'admin' | 'security' | 'auditor' | ''
  department: string
  permissions: Permission[]
  must_change_password?: boolean
}

export interface LoginRequest {
  username: string
  password: string
  otp: string
}

export interface LoginAnswer {
  token: string
  expires_at: string
  staff: StaffMember
}

export interface DemoNotice {
  staff: { username: string; display_name: string; role: string }[]
  authenticator_url: string
}

export interface Page<T> {
  items: T[]
  total: number
  next: string | null
}

export type CaseStatus =
  | 'draft'
  | 'submitted'
  | 'prereview'
  | 'accepted'
  | 'reviewing'
  | 'supplement_required'
  | 'approved'
  | 'rejected'
  | 'certified'
  | 'closed'
  | 'withdrawn'
  | 'lapsed'

export type Warning = 'yellow' | 'red' | null

/** Others are the kinds of steps of a drawn process. */
export type TaskKind = 'acceptance' | 'decision' | 'delivery' | 'opinion' | (string & {})
export type TaskState = 'open' | 'claimed' | 'paused' | 'done'
export type TaskResult =
  | 'accept'
  | 'return'
  | 'approve'
  | 'reject'
  | 'withdrawn'
  | 'lapsed'
  | 'pass'
  | 'refuse'
  | 'agree'
  | 'disagree'
  | 'dropped'
  | 'process'
  | 'approved'

export interface Assignee {
  id: string
  display_name: string
}

/** A case as one line of a list. */
export interface CaseBrief {
  number: string
  item: { code: string; name: string }
  applicant: string
  status: CaseStatus
  status_label: string
  submitted_at: string | null
  due_at: string | null
  warning: Warning
}

export interface Task {
  id: string
  kind: TaskKind
  kind_label: string
  is_step: boolean
  is_late: boolean
  state: TaskState
  case: CaseBrief
  assignee: Assignee | null
  outcome: TaskResult | null
  /** What a colleague who was asked has written. */
  opinion?: string | null
  created_at: string
  done_at: string | null
}

export type FieldValue = string | number | boolean | string[] | null

export interface FormField {
  id: string
  label: string
  kind: string
  required: boolean
  help?: string | null
  unit?: string | null
  options?: { id: string; label: string }[] | null
  prefilled?: boolean
}

export interface FormSection {
  title: string
  help?: string | null
  fields: FormField[]
}

export interface MaterialFile {
  id: string
  name: string
  media_type: string
  size: number
  uploaded_at: string
}

export interface Material {
  id: string
  name: string
  required: boolean
  why?: string | null
  from_licence?: string | null
  source_explain?: string | null
  /** An electronic licence lent for it, which stands for an upload. */
  licence?: { name: string; state_label: string; number: string } | null
  files: MaterialFile[]
  /** Why files and what was read of them are kept from this reader. */
  hidden_because?: string | null
}

export type FindingLevel = 'info' | 'warning' | 'blocking'
export type Verdict = 'pass' | 'fail' | 'inconclusive'

export interface Finding {
  material_id: string | null
  rule: string
  level: FindingLevel
  verdict: Verdict
  message: string
  expected?: string | null
  actual?: string | null
  page?: number | null
  box?: [number, number, number, number] | null
  advice?: string | null
  field?: string | null
  file_id?: string | null
}

export interface PreReview {
  status: 'running' | 'done'
  verdict: Verdict | null
  by: 'machine' | 'staff' | null
  findings: Finding[]
  /** False once the applicant changed the form or a file after the review. */
  is_current: boolean
}

export interface SituationAnswer {
  question_id: string
  text: string
  value: FieldValue
  label: string
}

export interface TimelineEvent {
  at: string
  kind: string
  label: string
  text: string | null
  actor: string | null
}

export interface Applicant {
  display_name: string
  id_number: string
  phone: string
  kind: string
}

export interface Suspension {
  id: string
  kind: string
  kind_label: string
  reason: string
  expected_days: number | null
  started_by: string
  started_at: string
  ended_at: string | null
}

/** 办理期限: promised and by law; `stands_still` while a suspension is open. */
export interface Clock {
  started_at: string | null
  due_at: string | null
  statutory_due_at: string | null
  warning: Warning
  stands_still: boolean
  suspensions: Suspension[]
}

export interface StaffCase {
  number: string
  status: CaseStatus
  status_label: string
  item: { code: string; name: string; department: string }
  revision: string | number
  form_schema: { sections: FormSection[] }
  form: Record<string, FieldValue>
  materials: Material[]
  answers: SituationAnswer[]
  prereview: PreReview | null
  submitted_at: string | null
  due_at: string | null
  promised_days: number | null
  timeline: TimelineEvent[]
  supplement: { note: string; material_ids: string[] } | null
  applicant: Applicant
  task: Task | null
  /** 会签: words asked for beside the task. */
  opinions: Task[]
  clock: Clock
  has_process: boolean
  masked_fields: string[]
  /** Fields a grant keeps from this reader; they are not in the form at all. */
  hidden_fields?: string[]
}

export type Decision = 'accept' | 'approve' | 'reject'
/** What somebody answers whose word was asked for. */
export type Word = 'agree' | 'disagree'

export interface TaskOutcome {
  task: Task
  case: StaffCase
}

/** Says only that something about a case moved; what, the reader asks for anew. */
export interface TaskSignal {
  case_number: string
}
