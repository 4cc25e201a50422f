import { request } from '@/api/client'
import type { SearchHit, SearchKind, SearchPage } from '@/api/types'

export interface SearchQuery {
  q: string
  kinds: readonly SearchKind[]
  limit: number
  cursor?: string
  /** A search the citizen sent off, not one made while typing: the server keeps its words. */
  isRecorded?: boolean
}

export function search({ q, kinds, limit, cursor, isRecorded }: SearchQuery): Promise<SearchPage> {
  return request('GET', '/search', {
    query: { q, kinds: kinds.join(','), limit, cursor, record: isRecorded ? 'true' : undefined },
  })
}

/** Which result of a recorded search was opened: what editors learn from. */
export function noteOpened(searchId: string, hit: SearchHit): Promise<void> {
  return request('POST', '/search/clicks', { body: { search_id: searchId, kind: hit.kind, id: hit.id } })
}
