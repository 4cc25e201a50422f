/** The official letters of a case (文书). */

import type { Body } from './knowledgeTypes'
import { getBlob, getJson, postJson, postForBlob } from './client'
import type { Page } from './types'

/** [what, before, after] */
export type LetterChange = [string, string, string]

export interface Correction {
  why: string
  reason: string | null
  changes: LetterChange[]
  asked_by: string
  asked_at: string
  is_own: boolean
}

export interface WaitingCorrection extends Correction {
  case_number: string
  letter_id: string
  title: string
  number: string
  item_name: string
}

export interface Letter {
  id: string
  kind: string
  title: string
  number: string
  created_at: string
  standing: 'valid' | 'replaced' | 'revoked' | 'preparing'
  standing_label: string
  problem: string | null
  can_download: boolean
  sealed_at: string | null
  corrects: string | null
  verify_url: string
  /** What waits for a second person, if anything. */
  correction: Correction | null
  /** Why this reader may not open it. */
  hidden_because?: string | null
}

export type CorrectionAnswer = 'approve' | 'refuse' | 'take_back'

const lettersPath = (number: string): string =>
  `/staff/v1/cases/${encodeURIComponent(number)}/letters`
const letterPath = (number: string, id: string): string =>
  `${lettersPath(number)}/${encodeURIComponent(id)}`

export const listLetters = (number: string): Promise<Page<Letter>> => getJson(lettersPath(number))

/** The sealed PDF; the server notes who looked. */
export const getLetter = (number: string, id: string): Promise<Blob> =>
  getBlob(letterPath(number, id))

/** What a letter written now would say otherwise. */
export const previewCorrection = (
  number: string,
  id: string,
  reason: string | null,
): Promise<{ changes: LetterChange[] }> =>
  postJson(`${letterPath(number, id)}/correct/preview`, { reason })

/** 勘误申请: a second person decides whether a new letter takes this one's place. */
export const askForCorrection = (
  number: string,
  id: string,
  why: string,
  reason: string | null,
): Promise<Page<Letter>> => postJson(`${letterPath(number, id)}/correct`, { why, reason })

export const answerCorrection = (
  number: string,
  id: string,
  answer: CorrectionAnswer,
  note = '',
): Promise<Page<Letter>> => postJson(`${letterPath(number, id)}/correction`, { answer, note })

export const listCorrections = (
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page<WaitingCorrection>> =>
  getJson('/staff/v1/letter_corrections', { cursor, limit: 20 }, signal)

export const revokeLetter = (number: string, id: string, why: string): Promise<Page<Letter>> =>
  postJson(`${letterPath(number, id)}/revoke`, { why })

/** A sample letter (PDF) in these words. */
export const previewLetterText = (body: Body): Promise<Blob> =>
  postForBlob('/staff/v1/letter_texts/preview', { body })
