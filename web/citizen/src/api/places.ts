import { request } from '@/api/client'
import type { PlacePage } from '@/api/types'

export interface PlaceQuery {
  q: string
  /** «longitude,latitude» in GCJ-02; empty where the citizen's position is not known. */
  near: string
  cursor?: string
}

export function listPlaces(query: PlaceQuery): Promise<PlacePage> {
  return request('GET', '/places', { query: { ...query, limit: 100 } })
}
