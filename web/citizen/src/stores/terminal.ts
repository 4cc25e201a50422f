import { defineStore } from 'pinia'
import { ref } from 'vue'

import { listCardVisits, type CardVisit } from '@/api/terminals'
import { useSessionStore } from '@/stores/session'

/** A terminal on which the citizen's own identity card lies now, waiting for their word. */
export const useTerminalStore = defineStore('terminal', () => {
  const asked = ref<CardVisit | null>(null)
  let over: ReturnType<typeof setTimeout> | undefined

  async function read(): Promise<void> {
    if (useSessionStore().user?.kind !== 'citizen') return clear()
    try {
      asked.value = (await listCardVisits()).items[0] ?? null
    } catch {
      // The next event, or the next opening of the live line, reads it anew.
    }
    clearTimeout(over)
    if (asked.value) over = setTimeout(clear, Date.parse(asked.value.expires_at) - Date.now())
  }

  function clear(): void {
    clearTimeout(over)
    asked.value = null
  }

  return { asked, read, clear }
})
