/** The citizens' API with the session a phone lent; what it answers, as far as the terminal shows it. */

import { Refused, send } from '../http'
import type { SampleName } from '../samples'
import { lose, session } from './visit'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface ItemLine {
  code: string
  name: string
  short_name: string
  department: string
  summary: string
  is_guided: boolean
}

export interface Question {
  id: string
  text: string
  help: string | null
  kind: 'single' | 'multiple' | 'number' | 'date' | 'text'
  options: { id: string; label: string; help: string | null }[]
  unit: string | null
  minimum: number | null
  maximum: number | null
}

export interface Run {
  run_id: string
  item_code: string
  item_name: string
  question: Question | null
  progress: { answered: number; remaining_at_most: number }
  answers: { question_id: string; text: string; value: unknown; label: string }[]
  result: {
    eligible: boolean | 'unknown'
    reasons: string[]
    advice: string[]
    materials: { id: string; name: string; required: boolean; why: string; from_licence: string | null; samples: SampleName[] }[]
    promised_text: string
    fee: string
  } | null
}

export interface Field {
  id: string
  label: string
  kind: string
  required: boolean
  help: string | null
  placeholder: string | null
  max_length: number
  minimum: number | null
  maximum: number | null
  unit: string | null
  options: { id: string; label: string }[]
}

export interface Material {
  id: string
  name: string
  required: boolean
  why: string
  accept: string[]
  max_files: number
  from_licence: string | null
  samples: SampleName[]
  files: { id: string; name: string; has_thumbnail: boolean }[]
  licence: { id: string; state: string; state_label: string; name: string } | null
}

export interface Finding {
  material_id: string | null
  level: 'info' | 'warning' | 'blocking'
  verdict: 'pass' | 'fail' | 'inconclusive'
  message: string
  advice?: string | null
  /** What it read, and what should stand there. */
  actual?: string | null
  expected?: string | null
}

export interface Review {
  status: 'running' | 'done'
  verdict: string | null
  findings: Finding[]
  progress: { done: number; total: number }
  summary: string
  is_current: boolean
  may_submit_anyway: boolean
}

export interface Receipt {
  number: string
  url: string
  qr_svg: string
  item_name: string
  submitted_at: string
  due_at: string | null
}

export interface CaseLine {
  number: string
  status: string
  status_label: string
  item: { code: string; name: string; department: string }
  updated_at: string
}

export interface CaseView extends CaseLine {
  form_schema: { sections: { title: string; help: string | null; fields: Field[] }[] }
  form: Record<string, unknown>
  form_errors: { field: string; message: string }[]
  materials: Material[]
  prereview: Review | null
  can: string[]
}

export interface Licence {
  id: string
  name: string
  number: string
  state: string
  state_label: string
  valid_until: string
  /** '' may be taken; making; unclear: staff must look; collected. */
  collection: '' | 'making' | 'unclear' | 'collected'
  collection_label: string
  collected_at: string | null
  collected_where: string
}

/** An authorisation that waits for the holder's own phone. */
export interface Begun {
  authorise_url: string
  qr_svg: string
}

export interface Authorisation {
  state: 'none' | 'begun' | 'waiting' | 'granted' | 'over'
  problem: string | null
}

/** What a licence can stand for; `held` is null where the platform did not say. */
export interface Offers {
  items: { material_id: string; held: boolean | null; problem: string | null }[]
  notice: string | null
}

async function asked(method: Method, path: string, body?: unknown, key = ''): Promise<Response> {
  const { token, apiUrl } = session()
  if (!token) throw new Refused(401, '这次自助办理已结束，请重新扫屏幕上的码。', 'visit_over')
  try {
    const headers: Record<string, string> = key ? { 'Idempotency-Key': key } : {}
    return await send(`${apiUrl}/api/v1${path}`, { method, body, token, headers })
  } catch (error) {
    if (error instanceof Refused && error.status === 401 && error.code !== 'sign_in_required' && token === session().token) lose()
    throw error
  }
}

/** Throws Refused; a session that ended also ends the visit on this screen. */
export async function ask<T>(method: Method, path: string, body?: unknown, key = ''): Promise<T> {
  return (await (await asked(method, path, body, key)).json()) as T
}

export const casePath = (number: string, rest = ''): string => `/cases/${encodeURIComponent(number)}${rest}`
