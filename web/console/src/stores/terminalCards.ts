/** Identity cards on the terminals of one's hall that wait for somebody to compare the face. */

import { defineStore } from 'pinia'
import { ref } from 'vue'

import { listWaitingCards, type WaitingCard } from '@/api/terminalVisits'

export const useTerminalCardsStore = defineStore('terminalCards', () => {
  const cards = ref<WaitingCard[]>([])

  /** Reads them anew; returns those that were not there before. */
  async function read(): Promise<WaitingCard[]> {
    const known = new Set(cards.value.map(({ id }) => id))
    try {
      cards.value = (await listWaitingCards()).items
    } catch {
      // The next signal reads them anew; what stands there is answered by its own refusal.
    }
    return cards.value.filter(({ id }) => !known.has(id))
  }

  return { cards, read }
})
