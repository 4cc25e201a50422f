/** The shapes of a case (办件): its form, materials, pre-review, receipt and timeline. */

import type { SampleName } from '@/api/samples'
import type { Answer } from '@/api/types'

export type FieldKind =
  | 'text' | 'textarea' | 'name' | 'id_number' | 'credit_code' | 'phone' | 'address' | 'date'
  | 'number' | 'select'

export interface FormField {
  id: string
  label: string
  kind: FieldKind
  required: boolean
  help?: string | null
  placeholder?: string | null
  max_length?: number | null
  minimum?: number | null
  maximum?: number | null
  unit?: string | null
  options?: { id: string; label: string }[]
  prefilled?: boolean
}

export interface FormSection {
  title: string
  help?: string | null
  fields: FormField[]
}

export type FieldValue = string | number | null
export type FormValues = Record<string, FieldValue>

export interface UploadedFile {
  id: string
  name: string
  media_type: string
  size: number
  has_thumbnail?: boolean
  vault_file_id?: string | null
  uploaded_at: string
}

/** A licence lent for a material: `expires_at` ends the lending, `valid_until` the licence itself. */
export interface Licence {
  id: string
  name: string
  state: 'waiting' | 'granted' | 'expired'
  state_label: string
  status: string
  holder: string
  number: string
  issuer: string
  valid_until: string | null
  scope: string
  granted_at: string | null
  expires_at: string | null
}

export interface CaseMaterial {
  id: string
  name: string
  required: boolean
  why?: string | null
  accept: string[]
  max_files: number
  max_file_bytes: number
  from_licence?: string | null
  source_explain?: string | null
  fill_explain?: string | null
  samples: SampleName[]
  files: UploadedFile[]
  licence?: Licence | null
}

export interface Finding {
  material_id: string | null
  field?: string | null
  rule: string
  level: 'info' | 'warning' | 'blocking'
  verdict: 'pass' | 'fail' | 'inconclusive'
  message: string
  expected?: string | null
  actual?: string | null
  page?: number | null
  advice?: string | null
  file_id?: string | null
  box?: [number, number, number, number] | null
}

export interface PreReview {
  status: 'running' | 'done'
  verdict?: 'pass' | 'fail' | 'inconclusive' | null
  by?: 'machine' | 'staff' | null
  summary?: string | null
  progress?: { done: number; total: number } | null
  findings: Finding[]
  /** A person was asked to look, or has looked. */
  manual?: { state: 'open' | 'decided'; note: string | null } | null
  /** False once the form or a file changed after the review. */
  is_current?: boolean
  /** What blocks may be left to a person. */
  may_submit_anyway?: boolean
}

export interface Receipt {
  number: string
  url: string
  qr_svg: string
}

export interface TimelineEvent {
  at: string
  kind: string
  label: string
  text?: string | null
  actor?: string | null
}

export type CaseAction = 'edit' | 'upload' | 'prereview' | 'submit' | 'withdraw' | 'supplement'

export interface Case {
  number: string
  status: string
  status_label: string
  item: { code: string; name: string; department: string }
  form_schema: { sections: FormSection[] }
  form: FormValues
  form_errors?: { field: string; message: string }[]
  materials: CaseMaterial[]
  answers: Answer[]
  prereview: PreReview | null
  receipt: Receipt | null
  submitted_at: string | null
  due_at: string | null
  promised_days: number | null
  promised_text?: string | null
  timeline: TimelineEvent[]
  can: CaseAction[]
  supplement: { note: string; material_ids: string[] } | null
  created_at: string
  updated_at: string
}

export interface CaseSummary {
  number: string
  status: string
  status_label: string
  item: { code: string; name: string }
  updated_at: string
  submitted_at: string | null
  due_at: string | null
  last_event?: { at: string; label: string; text: string } | null
}

export interface CaseReceipt {
  number: string
  item_name: string
  submitted_at: string
  due_at: string | null
  qr_svg: string
  url: string
}

export interface CaseEvent {
  number: string
  status: string
  status_label: string
}
