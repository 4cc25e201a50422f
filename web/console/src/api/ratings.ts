/** 好差评 of a case, for those who may see ratings. */

import { getJson } from './client'

export interface CaseRating {
  satisfaction: number
  label: string
  reasons: string[]
  text: string
  channel: string
  rated_at: string
}

export const getRating = (number: string): Promise<CaseRating | null> =>
  getJson(`/staff/v1/cases/${encodeURIComponent(number)}/rating`)
