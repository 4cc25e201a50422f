import { request } from '@/api/client'
import type { ItemDocument, ItemSummary, Page, Theme } from '@/api/types'

export interface ItemQuery {
  audience?: string
  theme?: string
  cursor?: string
}

export function listItems(query: ItemQuery): Promise<Page<ItemSummary>> {
  return request('GET', '/items', { query: { ...query, limit: 20 } })
}

export function readItem(code: string): Promise<ItemDocument> {
  return request('GET', `/items/${encodeURIComponent(code)}`)
}

export function listThemes(): Promise<{ items: Theme[] }> {
  return request('GET', '/themes')
}
