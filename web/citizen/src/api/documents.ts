import { request } from '@/api/client'
import type { KnowledgeDocument } from '@/api/types'

export function readDocument(id: string): Promise<KnowledgeDocument> {
  return request('GET', `/documents/${encodeURIComponent(id)}`)
}
