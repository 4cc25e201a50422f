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

/** What is done about a matter (办理, 变更, 注销…): how titles say it, and how people ask for it. */
export interface StrategyAct {
  name: string
  titles: string[]
  asked: string[]
}

/** Weights: numbers, by name or in groups of their own. */
export type Weights = { [name: string]: number | Weights }

/** Lists that have editors of their own; every number beside them is a weight. */
export interface StrategyBody {
  synonyms: Synonym[]
  acts: StrategyAct[]
  pins: Pin[]
  stop_words: string[]
  [name: string]: Synonym[] | StrategyAct[] | Pin[] | string[] | number | Weights
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

export type Permitted = 'edit' | 'publish' | 'discard' | 'rollback'

export interface StrategyPage {
  published: StrategyVersion
  draft: StrategyVersion | null
  versions: StrategyBrief[]
  body_schema: Record<string, unknown>
  may: Permitted[]
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
