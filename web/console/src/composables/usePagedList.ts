import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

import { describeError } from '@/api/problem'
import type { Page } from '@/api/types'

export interface PagedList<T, P extends Page<T>> {
  rows: ShallowRef<T[]>
  /** The last page as it came, with whatever it tells beside its rows. */
  page: ShallowRef<P | null>
  total: Ref<number>
  cursor: Ref<string | null>
  isLoading: Ref<boolean>
  hasLoaded: Ref<boolean>
  trouble: Ref<string | null>
  load: () => Promise<void>
  loadMore: () => Promise<void>
}

/**
 * Rows of a list, page after page. A newer call cancels an older one, so late answers never
 * overwrite.
 * @param ask fetches the page that begins at a cursor, null for the first
 */
export function usePagedList<T, P extends Page<T>>(
  ask: (cursor: string | null, signal: AbortSignal) => Promise<P>,
): PagedList<T, P> {
  const rows = shallowRef<T[]>([])
  const page: ShallowRef<P | null> = shallowRef(null)
  const total = ref(0)
  const cursor = ref<string | null>(null)
  const isLoading = ref(false)
  const hasLoaded = ref(false)
  const trouble = ref<string | null>(null)
  let asked = new AbortController()

  async function fetchPage(after: string | null): Promise<void> {
    asked.abort()
    const mine = new AbortController()
    asked = mine
    isLoading.value = true
    try {
      const answer = await ask(after, mine.signal)
      rows.value = after ? [...rows.value, ...answer.items] : answer.items
      page.value = answer
      total.value = answer.total
      cursor.value = answer.next
      trouble.value = null
      hasLoaded.value = true
    } catch (error) {
      if (!mine.signal.aborted) trouble.value = describeError(error)
    } finally {
      if (asked === mine) isLoading.value = false
    }
  }

  onScopeDispose(() => asked.abort())
  return {
    rows,
    page,
    total,
    cursor,
    isLoading,
    hasLoaded,
    trouble,
    load: () => fetchPage(null),
    loadMore: async () => {
      if (cursor.value && !isLoading.value) await fetchPage(cursor.value)
    },
  }
}
