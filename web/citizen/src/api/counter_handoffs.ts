/** 扫码接力: phone and counter at the same case. */

import { request } from '@/api/client'
import type { FieldValue, FormValues } from '@/api/types'

export type Part = 'basic' | 'answers' | 'form' | 'prereview' | 'cases'
export type Side = 'citizen' | 'staff' | 'counter'

export interface Officer {
  id: string
  counter_id: string
  counter_number: string
  counter_name: string
  display_name: string
  work_number: string
  is_there: boolean
}

/** Exactly what the counter may see; `clear` names what it may read unmasked. */
export interface Consent {
  case_number: string | null
  parts: Part[]
  materials: string[]
  clear: string[]
}

export interface Fact {
  id: string
  label: string
  value: string
  is_masked: boolean
  may_mask: boolean
}

export interface SharedEdit {
  edit_id: string
  side: Side
  actor: string
  field: string
  label: string
  value: FieldValue
  current: FieldValue
  state: 'proposed' | 'conflict'
  at: string
}

export interface PhotoAsk {
  id: string
  material_id: string
  material_name: string
  note: string
  state: 'open' | 'done' | 'declined'
}

export interface TraceLine {
  at: string
  side: Side | 'system'
  actor: string
  act: string
  text: string
}

export interface CounterHandoff {
  id: string
  origin: 'phone' | 'counter'
  state: 'offered' | 'asked' | 'claimed' | 'running' | 'ended'
  officer: Officer | null
  case_number: string | null
  consent: Consent | null
  facts: Fact[]
  code_expires_at: string | null
  ended_at: string | null
  ended_by: string
  may_fill: boolean
  form: FormValues
  /** The versions of the form's fields. */
  marks: Record<string, string>
  edits: SharedEdit[]
  locks: { field: string; side: Side; until: string }[]
  asks: PhotoAsk[]
  trace: TraceLine[]
}

export interface OwnCode {
  handoff_id: string
  token: string
  qr_svg: string
  expires_at: string
}

export interface EditWish {
  edit_id: string
  field: string
  base: string
  value: FieldValue
}

export interface EditResult {
  edit_id: string
  field: string
  outcome: 'applied' | 'same' | 'conflict' | 'locked' | 'invalid' | string
  message: string
  mark: string
}

const one = (id: string, rest = ''): string => `/counter_handoffs/${encodeURIComponent(id)}${rest}`

export const claimCode = (token: string): Promise<CounterHandoff> =>
  request('POST', '/handoffs/claim', { body: { token } })

export const showCode = (caseNumber: string): Promise<OwnCode> =>
  request('POST', '/counter_handoffs', { body: { case_number: caseNumber || null } })

export const askCounter = (counter: string, caseNumber: string): Promise<CounterHandoff> =>
  request('POST', '/counter_handoffs/at_counter', { body: { counter_id: counter, case_number: caseNumber || null } })

export const readCurrent = async (): Promise<CounterHandoff | null> =>
  (await request<{ handoff: CounterHandoff | null }>('GET', '/counter_handoffs/current')).handoff

export const readCounterHandoff = (id: string): Promise<CounterHandoff> => request('GET', one(id))

/** @param officer to whom: the one that was shown */
export const sayConsent = (id: string, consent: Consent, officer: string): Promise<CounterHandoff> =>
  request('PUT', one(id, '/consent'), { body: { ...consent, officer } })

export const endCounterHandoff = (id: string): Promise<CounterHandoff> => request('POST', one(id, '/end'))

export const sendEdits = async (id: string, edits: EditWish[]): Promise<EditResult[]> =>
  (await request<{ results: EditResult[] }>('POST', one(id, '/edits'), { body: { edits } })).results

export const decideEdits = (id: string, decisions: Record<string, boolean>): Promise<CounterHandoff> =>
  request('POST', one(id, '/decisions'), { body: { decisions } })

export const holdField = (id: string, field: string): Promise<{ is_yours: boolean }> =>
  request('PUT', one(id, `/locks/${encodeURIComponent(field)}`))

export const leaveField = (id: string, field: string): Promise<void> =>
  request('DELETE', one(id, `/locks/${encodeURIComponent(field)}`))

export const answerAsk = (id: string, ask: string, isDone: boolean): Promise<CounterHandoff> =>
  request('POST', one(id, `/asks/${encodeURIComponent(ask)}`), { body: { is_done: isDone } })
