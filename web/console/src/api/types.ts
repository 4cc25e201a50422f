/** Shapes of the staff API, as the public contract names them (snake_case on the wire). */

export type Permission = 'cases.accept' | 'cases.decide' | 'cases.reveal' | (string & {})

export interface StaffMember {
  id: string
  username: string
  display_name: string
  role: 'clerk' | 'officer' | 'supervisor' | 'admin'
  department: string
  permissions: Permission[]
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

export type TaskKind = 'acceptance' | 'decision'
export type TaskTab = 'open' | 'mine' | 'done'
export type TaskState = 'open' | 'claimed' | 'done'

export interface Assignee {
  id: string
  display_name: string
}

export interface TaskCase {
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
  state: TaskState
  case: TaskCase
  assignee: Assignee | null
  created_at: string
  done_at: string | null
}

export interface TaskPage extends Page<Task> {
  counts: Record<TaskTab, number>
}

export interface CaseSummary {
  number: string
  status: CaseStatus
  status_label: string
  item: { code: string; name: string }
  applicant?: string
  submitted_at: string | null
  due_at: string | null
  updated_at: string
  last_event?: { at: string; label: string; text: string } | null
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
  files: MaterialFile[]
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
  advice?: string | null
  field?: string | null
  file_id?: string | null
}

export interface PreReview {
  status: 'running' | 'done'
  verdict: Verdict | null
  by: 'machine' | 'staff' | null
  summary?: string | null
  findings?: Finding[]
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
  id_number: string | null
  phone: string | null
  kind: 'citizen' | 'enterprise' | (string & {})
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
  findings?: Finding[]
  submitted_at: string | null
  due_at: string | null
  promised_days: number | null
  timeline: TimelineEvent[]
  supplement: { note: string; material_ids: string[] } | null
  applicant: Applicant
  task: Task | null
}

export type Decision = 'accept' | 'approve' | 'reject'

export interface TaskOutcome {
  task: Task
  case: StaffCase
}

export interface TaskSignal {
  id: string
  case_number: string
  state: TaskState
}
