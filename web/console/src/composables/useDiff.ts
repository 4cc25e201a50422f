import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

import { getDiff } from '@/api/knowledge'
import type { Diff } from '@/api/knowledgeTypes'
import { describeError } from '@/api/problem'

export interface Pair {
  id: string
  before: number
  after: number
  /** Asks anew when the same two numbers may hold something else. */
  version?: number
}

/** What changed between two revisions, asked anew whenever the pair changes; null asks nothing. */
export function useDiff(pair: Ref<Pair | null>): {
  diff: ShallowRef<Diff | null>
  trouble: Ref<string | null>
  load: () => Promise<void>
} {
  const diff = shallowRef<Diff | null>(null)
  const trouble = ref<string | null>(null)
  let asked = new AbortController()

  async function load(): Promise<void> {
    asked.abort()
    const mine = new AbortController()
    asked = mine
    trouble.value = null
    if (!pair.value) {
      diff.value = null
      return
    }
    const { id, before, after } = pair.value
    try {
      diff.value = await getDiff(id, before, after, mine.signal)
    } catch (error) {
      if (!mine.signal.aborted) trouble.value = describeError(error)
    }
  }

  watch(
    () => JSON.stringify(pair.value),
    () => void load(),
    { immediate: true },
  )
  onScopeDispose(() => asked.abort())
  return { diff, trouble, load }
}
