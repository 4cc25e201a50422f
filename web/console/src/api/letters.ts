/** The official letters of a case (文书). */

import { getBlob, getJson, postJson } from './client'
import type { Page } from './types'

export interface Letter {
  id: string
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
}

const lettersPath = (number: string): string =>
  `/staff/v1/cases/${encodeURIComponent(number)}/letters`
const letterPath = (number: string, id: string): string =>
  `${lettersPath(number)}/${encodeURIComponent(id)}`

export const listLetters = (number: string): Promise<Page<Letter>> => getJson(lettersPath(number))

/** The sealed PDF; the server notes who looked. */
export const getLetter = (number: string, id: string): Promise<Blob> =>
  getBlob(letterPath(number, id))

/** 勘误: a new letter in place of this one. */
export const correctLetter = (number: string, id: string, why: string): Promise<Page<Letter>> =>
  postJson(`${letterPath(number, id)}/correct`, { why })

export const revokeLetter = (number: string, id: string, why: string): Promise<Page<Letter>> =>
  postJson(`${letterPath(number, id)}/revoke`, { why })
