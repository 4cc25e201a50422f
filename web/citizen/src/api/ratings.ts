/** 好差评 of a case that is over. */

import { request } from '@/api/client'

export interface CaseRating {
  satisfaction: number
  label: string
  reasons: string[]
  text: string
  rated_at: string
}

export interface RatingStanding {
  can_rate: boolean
  rating: CaseRating | null
  levels: { satisfaction: number; label: string; reasons: string[] }[]
}

const ratingPath = (number: string): string => `/cases/${encodeURIComponent(number)}/rating`

export function readRating(number: string): Promise<RatingStanding> {
  return request('GET', ratingPath(number))
}

/** Once for each case; the same again changes nothing. */
export function rateCase(number: string, satisfaction: number, reasons: string[], text: string): Promise<RatingStanding> {
  return request('POST', ratingPath(number), { body: { satisfaction, reasons, text } })
}
