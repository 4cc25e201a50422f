/** Bad ratings that wait for a step: a number at the navigation for as long as there are any. */

import { defineStore } from 'pinia'
import { ref } from 'vue'

import { readWaitingLoops } from '@/api/hallRatings'

export const useBadRatingsStore = defineStore('badRatings', () => {
  const open = ref(0)
  const late = ref(0)

  async function read(): Promise<void> {
    try {
      const waiting = await readWaitingLoops()
      open.value = waiting.open
      late.value = waiting.late
    } catch {
      // Without an answer the last numbers stand.
    }
  }

  return { open, late, read }
})
