/** Shapes of `/staff/v1/search`, as the server names them. */

import type { Kind } from './knowledgeTypes'
import type { Page } from './types'

export interface Synonym {
  said: string[]
  means: string[]
  unless: string[]
}

export interface Pin {
  query: string
  keys: string[]
  match: 'whole' | 'part'
}

export type Numbers = Record<string, number>

/** Weights for one kind of thing: things with names, or passages of documents. */
export interface KindWeights {
  quick: Numbers
  careful: Numbers
  calibration: Numbers
  sure: number
  lead: number
  hopeless: number
}

export interface StrategyBody {
  synonyms: Synonym[]
  pins: Pin[]
  stop_words: string[]
  boosts: Numbers
  named: KindWeights
  passages: KindWeights
  synonym_worth: number
  sound_worth: number
  other_region_worth: number
  not_valid_worth: number
  candidates: number
}

export interface StrategyBrief {
  number: number
  state: 'draft' | 'published' | 'superseded'
  state_label: string
  author_name: string
  note: string
  created_at: string
  published_at: string | null
}

export interface StrategyVersion extends StrategyBrief {
  version: number
  body: StrategyBody
}

export type StrategyAct = 'edit' | 'publish' | 'discard' | 'rollback'

export interface StrategyPage {
  published: StrategyVersion
  draft: StrategyVersion | null
  versions: StrategyBrief[]
  may: StrategyAct[]
}

export interface RankedHit {
  key: string
  kind: Kind | 'passage' | 'package'
  title: string
  score: number
  matched_by: string
}

export interface ComparedQuery {
  query: string
  before: RankedHit[]
  after: RankedHit[]
  is_changed: boolean
}

export interface Comparison {
  rows: ComparedQuery[]
  changed: number
}

export interface SavedQuery {
  id: string
  text: string
  note: string
  author_name: string
  created_at: string
}

export type QueryList = 'zero' | 'low_click' | 'top'

export interface QueryCount {
  words: string
  count: number
  hits: number
  opened: number
  top_title: string
  last_at: string
}

export type QueryPage = Page<QueryCount>
