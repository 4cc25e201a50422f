/** Results for the public (公示), as staff check and keep them. */

import { getJson, postJson } from './client'
import type { Page } from './types'

export type PublicationState = '' | 'waiting' | 'late' | 'published' | 'refused' | 'withdrawn' | 'failed' | 'objected'
export type PublicationAct = 'publish' | 'refuse' | 'withdraw' | 'resend'

export interface Publication {
  id: string
  case_number: string
  subject: string
  subject_kind: 'person' | 'enterprise'
  credit_code: string
  item: string
  department: string
  document: string
  document_number: string
  content: Record<string, string>
  decided_on: string
  due_on: string
  is_late: boolean
  state: 'waiting' | 'published' | 'refused' | 'withdrawn'
  state_label: string
  note: string
  report: 'none' | 'waiting' | 'sent' | 'failed'
  report_label: string
  report_number: string
  problem: string | null
  may_publish: boolean
}

export interface PublicationFile extends Publication {
  trace: { act: string; label: string; actor: string; text: string; at: string }[]
  objections: {
    id: string
    text: string
    state: 'open' | 'upheld' | 'dismissed'
    state_label: string
    answer: string | null
    created_at: string
  }[]
}

export interface PublicationPage extends Page<Publication> {
  counts: Record<'waiting' | 'late' | 'failed' | 'objected', number>
}

const PUBLICATIONS = '/staff/v1/publications'
const pathOf = (id: string): string => `${PUBLICATIONS}/${encodeURIComponent(id)}`

export const listPublications = (
  state: PublicationState,
  q: string,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<PublicationPage> => getJson(PUBLICATIONS, { state, q, cursor, limit: 20 }, signal)

export const getPublication = (id: string): Promise<PublicationFile> => getJson(pathOf(id))

export const actOnPublication = (
  id: string,
  act: PublicationAct,
  note = '',
): Promise<PublicationFile> => postJson(pathOf(id), { act, note })

export const answerObjection = (
  id: string,
  objection: string,
  verdict: 'upheld' | 'dismissed',
  answer: string,
): Promise<PublicationFile> =>
  postJson(`${pathOf(id)}/objections/${encodeURIComponent(objection)}`, { verdict, answer })
