import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

import { describeError } from '@/api/problem'

/**
 * One thing read from the server. Only the newest asking counts: an older answer that comes late
 * overwrites nothing.
 */
export function useAnswer<T>(ask: () => Promise<T>): {
  answer: ShallowRef<T | null>
  trouble: Ref<string | null>
  load: () => Promise<void>
  /** What is known otherwise, e.g. from the server's answer to a change. */
  show: (known: T) => void
} {
  const answer: ShallowRef<T | null> = shallowRef(null)
  const trouble = ref<string | null>(null)
  let newest = 0

  async function load(): Promise<void> {
    const mine = ++newest
    trouble.value = null
    try {
      const said = await ask()
      if (mine === newest) answer.value = said
    } catch (error) {
      if (mine === newest) trouble.value = describeError(error)
    }
  }

  function show(known: T): void {
    newest += 1
    answer.value = known
  }

  onScopeDispose(() => (newest += 1))
  return { answer, trouble, load, show }
}
