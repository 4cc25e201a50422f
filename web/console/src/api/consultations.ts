/** Consultations counted, and the bot's understanding: one function an operation. */

import { deleteJson, getBlob, getJson, postJson, putJson } from './client'
import type {
  By,
  Days,
  Judgement,
  ModelPage,
  Sentence,
  SentencePage,
  SentenceQuery,
  Statistics,
  UnansweredPage,
} from './consultationTypes'

const CONSULTATIONS = '/staff/v1/consultations'
const UNDERSTANDING = '/staff/v1/understanding'
const PAGE_SIZE = 20
const ROWS = 100

const between = (days: Days): Record<string, string> => ({ from: days.from, to: days.to })

export const getStatistics = (
  by: By,
  days: Days,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Statistics> => {
  const limit = by === 'day' ? 400 : ROWS
  return getJson(`${CONSULTATIONS}/statistics`, { by, ...between(days), limit, cursor }, signal)
}

export const listUnanswered = (
  days: Days,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<UnansweredPage> =>
  getJson(`${CONSULTATIONS}/unanswered`, { ...between(days), cursor, limit: PAGE_SIZE }, signal)

/** A sheet of figures (`statistics` by something) or of questions (`unanswered`). */
export const getSheet = (name: 'statistics' | 'unanswered', days: Days, by?: By): Promise<Blob> => {
  const query = new URLSearchParams({ ...between(days), ...(by ? { by } : {}) })
  return getBlob(`${CONSULTATIONS}/${name}.csv?${query}`)
}

export const listSentences = (
  query: SentenceQuery,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<SentencePage> =>
  getJson(`${UNDERSTANDING}/messages`, { ...query, cursor, limit: PAGE_SIZE }, signal)

const correctionOf = (id: string): string =>
  `${UNDERSTANDING}/messages/${encodeURIComponent(id)}/correction`

export const judge = (id: string, judgement: Judgement): Promise<Sentence> =>
  putJson(correctionOf(id), judgement)

export const undoJudgement = (id: string): Promise<Sentence> => deleteJson(correctionOf(id))

export const reviewJudgement = (
  id: string,
  decision: 'approve' | 'return',
  note: string,
): Promise<Sentence> => postJson(`${correctionOf(id)}/review`, { decision, note })

export const getModels = (signal?: AbortSignal): Promise<ModelPage> =>
  getJson(`${UNDERSTANDING}/models`, undefined, signal)
