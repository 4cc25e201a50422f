/** Search in the hands of editors: one function an operation. */

import { deleteJson, getJson, postJson, putJson } from './client'
import type {
  Comparison,
  QueryList,
  QueryPage,
  SavedQuery,
  StrategyBody,
  StrategyPage,
} from './searchTypes'
import type { Page } from './types'

const ROOT = '/staff/v1/search'
const PAGE_SIZE = 50

export const getStrategy = (signal?: AbortSignal): Promise<StrategyPage> =>
  getJson(`${ROOT}/strategy`, undefined, signal)

export const saveStrategy = (
  body: StrategyBody,
  note: string,
  version: number,
): Promise<StrategyPage> => putJson(`${ROOT}/strategy/draft`, { body, note, version })

export const discardStrategy = (): Promise<StrategyPage> => deleteJson(`${ROOT}/strategy/draft`)

export const publishStrategy = (note: string): Promise<StrategyPage> =>
  postJson(`${ROOT}/strategy/draft/publish`, { note })

/** Uses an earlier version again at once; 0 is the one shipped. */
export const rollBackStrategy = (number: number): Promise<StrategyPage> =>
  postJson(`${ROOT}/strategy/versions/${number}/rollback`)

export const compareStrategies = (
  queries: string[] | null,
  body: StrategyBody,
): Promise<Comparison> => postJson(`${ROOT}/compare`, { queries, body })

export const listSavedQueries = (): Promise<Page<SavedQuery>> => getJson(`${ROOT}/saved-queries`)

export const saveQuery = (text: string): Promise<SavedQuery> =>
  postJson(`${ROOT}/saved-queries`, { text })

export const removeSavedQuery = (id: string): Promise<void> =>
  deleteJson(`${ROOT}/saved-queries/${encodeURIComponent(id)}`)

export const listQueries = (
  list: QueryList,
  days: number,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<QueryPage> => getJson(`${ROOT}/queries`, { list, days, cursor, limit: PAGE_SIZE }, signal)
