/** 好差评 of a case that is over. */

import { request } from '@/api/client'

export interface CaseRating {
  satisfaction: number
  label: string
  reasons: string[]
  text: string
  rated_at: string
}

/** What is done about a bad rating; words only of what was written for whoever gave it. */
export interface RatingHandling {
  label: string
  is_closed: boolean
  due_at: string | null
  steps: { label: string; text: string; at: string }[]
}

export interface RatingStanding {
  can_rate: boolean
  rating: CaseRating | null
  handling: RatingHandling | null
  levels: { satisfaction: number; label: string; reasons: string[]; is_asked_again: boolean }[]
}

/** `phone` with a bad one only, if they like to be asked again. */
export interface RatingWords {
  satisfaction: number
  reasons: string[]
  text: string
  phone: string | null
}

const ratingPath = (number: string): string => `/cases/${encodeURIComponent(number)}/rating`

export function readRating(number: string): Promise<RatingStanding> {
  return request('GET', ratingPath(number))
}

/** Once for each case; the same again changes nothing. */
export function rateCase(number: string, said: RatingWords): Promise<RatingStanding> {
  return request('POST', ratingPath(number), { body: said })
}
