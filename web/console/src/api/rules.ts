/** Rules of pre-review: what they may name, and their trial on old cases. */

import { getJson, postJson } from './client'

const ROOT = '/staff/v1/knowledge'

export interface Named {
  id: string
  label: string
}
export interface QuestionNamed extends Named {
  kind: 'single' | 'multiple' | 'number' | 'date' | 'text'
  options: Named[]
}
export interface WithFields extends Named {
  fields: Named[]
}
export interface Vocabulary {
  item_name: string
  materials: Named[]
  form_fields: Named[]
  questions: QuestionNamed[]
  kinds: WithFields[]
  identity: Named[]
  registers: WithFields[]
  sources: Named[]
}

export type Outcome = 'pass' | 'fail' | 'inconclusive'
export interface ChangedVerdict {
  case_number: string
  before: Outcome
  after: Outcome
  rules: string[]
}
export interface Shadow {
  state: 'running' | 'done'
  done: number
  total: number
  result: {
    counts: Record<string, number>
    rules: Record<string, number>
    changes: ChangedVerdict[]
    broken: number
  }
  is_current: boolean
  actor_name: string
  created_at: string
  finished_at: string | null
  seen_at: string | null
}

export const getVocabulary = (code: string): Promise<Vocabulary> =>
  getJson(`${ROOT}/rules/vocabulary/${encodeURIComponent(code)}`)

const shadowPath = (id: string): string => `${ROOT}/${encodeURIComponent(id)}/shadow`

export const getShadow = (id: string): Promise<Shadow> => getJson(shadowPath(id))
export const askForShadow = (id: string): Promise<Shadow> => postJson(shadowPath(id))
export const noteShadowSeen = (id: string): Promise<Shadow> => postJson(`${shadowPath(id)}/seen`)
