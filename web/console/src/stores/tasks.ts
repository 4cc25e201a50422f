/** The to-do list as the shell watches it: its newest rows, the figures of all tabs, what is new. */

import { defineStore } from 'pinia'
import { ref } from 'vue'

import { listWork } from '@/api/lists'
import type { TaskCounts, TaskLine } from '@/api/listTypes'

const HIGHLIGHT_MS = 8_000
const NONE: TaskCounts = { open: 0, mine: 0, done: 0, watched: 0 }

export const useTasksStore = defineStore('tasks', () => {
  const open = ref<TaskLine[]>([])
  const counts = ref<TaskCounts>({ ...NONE })
  const fresh = ref<ReadonlySet<string>>(new Set())

  /** Looks at what waits, the newest first; a failure leaves what was known. */
  async function look(): Promise<void> {
    const page = await listWork('open', { sort: 'newest' }, null).catch(() => null)
    if (!page) return
    open.value = page.items
    counts.value = page.counts
  }

  /** Forgets everything: the next person at this screen may be somebody else. */
  function clear(): void {
    open.value = []
    counts.value = { ...NONE }
    fresh.value = new Set()
  }

  /** Marks tasks as just arrived, for a while. */
  function highlight(ids: string[]): void {
    fresh.value = new Set([...fresh.value, ...ids])
    setTimeout(() => {
      fresh.value = new Set([...fresh.value].filter((id) => !ids.includes(id)))
    }, HIGHLIGHT_MS)
  }

  return { open, counts, fresh, look, clear, highlight }
})
