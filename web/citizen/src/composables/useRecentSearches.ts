import { ref } from 'vue'

import { withRecent } from '@/domain/recent'
import { forget, load, save } from '@/platform/storage'

/** What was searched for on this phone; it never leaves the phone. */
export function useRecentSearches() {
  const recent = ref(load<string[]>('search_history') ?? [])

  function remember(words: string): void {
    recent.value = withRecent(recent.value, words)
    save('search_history', recent.value)
  }

  function clear(): void {
    recent.value = []
    forget('search_history')
  }

  return { recent, remember, clear }
}
