/** How much waits for the reader's review: shown in the bar, told by every list that is read. */

import { defineStore } from 'pinia'
import { ref } from 'vue'

import { listEntries } from '@/api/knowledge'
import type { Counts } from '@/api/knowledgeTypes'

const LOOK_MS = 60_000

export const useKnowledgeStore = defineStore('knowledge', () => {
  const counts = ref<Counts>({})
  let timer: ReturnType<typeof setInterval> | undefined

  function learn(told: Counts): void {
    counts.value = told
  }

  async function look(): Promise<void> {
    // A number that could not be fetched stays as it was; the lists themselves tell of trouble.
    const page = await listEntries({ state: 'in_review', limit: 1 }).catch(() => null)
    if (page) learn(page.counts)
  }

  function start(): void {
    void look()
    timer = setInterval(() => void look(), LOOK_MS)
  }

  function stop(): void {
    clearInterval(timer)
    counts.value = {}
  }

  return { counts, learn, look, start, stop }
})
