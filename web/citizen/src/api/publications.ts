/** 公示: results anybody may read, and objections to them. */

import { request } from '@/api/client'
import type { Page } from '@/api/types'

export interface Publication {
  id: string
  subject: string
  subject_kind: 'person' | 'enterprise'
  credit_code: string
  item: string
  department: string
  document: string
  document_number: string
  decided_on: string
  content: Record<string, string>
}

export interface Objection {
  id: string
  publication_id: string
  text: string
  state: 'open' | 'upheld' | 'dismissed'
  state_label: string
  answer: string | null
  created_at: string
}

export function listPublications(q: string, cursor: string): Promise<Page<Publication>> {
  const query = [q && `q=${encodeURIComponent(q)}`, cursor && `cursor=${cursor}`].filter(Boolean).join('&')
  return request('GET', `/publications${query ? `?${query}` : ''}`)
}

export function objectTo(id: string, text: string): Promise<Objection> {
  return request('POST', `/publications/${encodeURIComponent(id)}/objections`, { body: { text } })
}

export function listObjections(): Promise<Page<Objection>> {
  return request('GET', '/objections')
}
