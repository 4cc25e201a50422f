import { defineStore } from 'pinia'
import { ref } from 'vue'

import { readCurrent, type Handoff } from '@/api/handoffs'

/** The citizen's handoff as it stands now; cards in the talk show it as long as it is theirs. */
export const useHandoffStore = defineStore('handoff', () => {
  const current = ref<Handoff | null>(null)

  function apply(handoff: Handoff): void {
    const known = current.value
    if (known && known.id !== handoff.id && handoff.opened_at < known.opened_at) return
    current.value = handoff
  }

  /** After a broken line or a reload; what cannot be read stays as it was. */
  async function read(): Promise<void> {
    const { handoff } = await readCurrent().catch(() => ({ handoff: current.value }))
    current.value = handoff
  }

  /** The newest that is known of the handoff a card was made of. */
  function latest(shown: Handoff): Handoff {
    return current.value?.id === shown.id ? current.value : shown
  }

  function clear(): void {
    current.value = null
  }

  return { current, apply, read, latest, clear }
})
