/** The kinds of results, where each leads, and what is said about how it was found. */

import type { ItemSummary, SearchHit, SearchKind } from '@/api/types'
import { documentRoute, passageLine } from '@/domain/passages'

export type SearchTab = 'all' | SearchKind

export const KINDS: readonly SearchKind[] = ['item', 'policy', 'faq', 'place']
export const TABS: readonly SearchTab[] = ['all', ...KINDS]
export const KIND_LABELS: Record<SearchTab, string> = {
  all: '全部', item: '事项', policy: '政策', faq: '常见问题', place: '地点',
}

const COUNT_AT_MOST = 99

export function kindsOf(tab: SearchTab): readonly SearchKind[] {
  return tab === 'all' ? KINDS : [tab]
}

export function countText(count: number | undefined): string {
  if (count === undefined) return ''
  return count > COUNT_AT_MOST ? `${COUNT_AT_MOST}+` : String(count)
}

/** The page a result opens; null for a FAQ, which is answered where it stands. */
export function hitRoute(hit: SearchHit): string | null {
  switch (hit.kind) {
    case 'item':
      return `/pages/item/index?code=${encodeURIComponent(hit.detail.code)}`
    case 'policy':
      return documentRoute(hit.detail.document_id, hit.detail.article)
    case 'place':
      return `/pages/places/index?q=${encodeURIComponent(hit.detail.name)}`
    case 'faq':
      return null
  }
}

/** «按读音纠正为「居住证」», where the best result was found only by how the words sound. */
export function spellingNote(hits: readonly SearchHit[]): string {
  const best = hits[0]
  if (best?.matched_by !== 'spelling') return ''
  const name = best.kind === 'item' ? best.detail.short_name || best.title : best.title
  return `按读音纠正为「${name}」`
}

export interface HitWords {
  tags: string[]
  /** Who answers for it, where it is, since when. */
  line: string
}

/** What a row says besides its title and snippet. */
export function describeHit(hit: SearchHit): HitWords {
  switch (hit.kind) {
    case 'item':
      return { tags: itemTags(hit.detail), line: hit.detail.department }
    case 'policy':
      return { tags: [], line: passageLine(hit.detail) }
    case 'place':
      return { tags: [hit.detail.kind_label], line: '' }
    case 'faq':
      return { tags: [], line: '' }
  }
}

/** Where and on which level, for an item that only an upstream catalogue tells of. */
export function itemTags(item: Pick<ItemSummary, 'is_guided' | 'region_name' | 'level'>): string[] {
  if (item.is_guided !== false) return []
  return [item.region_name ?? '', item.level].filter(Boolean)
}
