/** What is found and read: search results, passages, documents, places. */

import type { ItemSummary, Source } from '@/api/types'

export type SearchKind = 'item' | 'policy' | 'faq' | 'place'

/** [start, end) in characters, in order, never overlapping. */
export type Span = [number, number]

/** One article of a document, quoted with where it stands. */
export interface Passage {
  document_id: string
  title: string
  document_number: string | null
  issuer: string | null
  article: number
  label: string
  heading: string
  text: string
  region_name: string
  valid_from: string | null
  expires_on: string | null
  verified: boolean
  url: string | null
  as_of: string
  notes?: string[]
}

export interface FaqAnswer {
  id: string
  question: string
  answer: string
  verified: boolean
  note: string | null
  source: Source
}

/** `location` is GCJ-02 [longitude, latitude]; `location_accuracy` says how near the door it lies. */
export interface ServicePlace {
  id: string
  name: string
  kind: string
  kind_label: string
  address: string
  hours: string
  phone: string | null
  district: string
  location: [number, number] | null
  location_accuracy?: 'exact' | 'street' | null
  services: string[]
  verified: boolean
  note: string | null
  source: Source
  distance_m?: number | null
}

interface HitBase {
  id: string
  title: string
  snippet: string
  highlights: { title: Span[]; snippet: Span[] }
  score: number
  matched_by?: string
  notes?: string[]
}

export type SearchHit =
  | (HitBase & { kind: 'item'; detail: ItemSummary })
  | (HitBase & { kind: 'policy'; detail: Passage })
  | (HitBase & { kind: 'faq'; detail: FaqAnswer })
  | (HitBase & { kind: 'place'; detail: ServicePlace })

/**
 * `search_id` is given for a recorded search; it goes back with the result that was opened.
 * `nearest` are items that may be meant where nothing was found.
 */
export interface SearchPage {
  search_id?: string | null
  items: SearchHit[]
  total: number
  next: string | null
  counts: Partial<Record<SearchKind, number>>
  nearest: ItemSummary[]
}

export interface Article {
  number: number
  label: string
  heading: string
  text: string
  page: number | null
}

export interface KnowledgeDocument {
  id: string
  title: string
  kind: string
  kind_label: string
  document_number: string | null
  issuer: string | null
  region_name: string
  published_on: string | null
  valid_from: string | null
  expires_on: string | null
  replaced_by: string | null
  validity: 'valid' | 'not_yet' | 'expired'
  verified: boolean
  notes: string[]
  url: string | null
  as_of: string
  articles: Article[]
}

/** Where the words of a query lie in the home district, if they tell. */
export interface ResolvedPlace {
  district: string | null
  street: string | null
  community: string | null
  matched: string
  alternatives: string[]
}

export interface PlacePage {
  items: ServicePlace[]
  total: number
  next: string | null
  resolved?: ResolvedPlace | null
}
