/** Since when and until when something holds. */

import type { DraftBody, Entry, Shape } from '@/api/knowledgeTypes'

/** A document says itself since when and until when it holds; one place for both. */
export function withOwnDates(shape: Shape, draft: DraftBody): DraftBody {
  if (shape !== 'document') return draft
  const date = (name: string): string | null => {
    const value = draft.body[name]
    return typeof value === 'string' && value ? value : null
  }
  return { ...draft, effective_from: date('valid_from'), expires_on: date('expires_on') }
}

/** «2026-01-01 起，2030-01-01 失效», as a list shows it. */
export function validityOf(entry: Pick<Entry, 'effective_from' | 'expires_on'>): string {
  const { effective_from: from, expires_on: until } = entry
  if (from && until) return `${from} 起，${until} 失效`
  if (from) return `${from} 起`
  return until ? `${until} 失效` : '长期'
}
