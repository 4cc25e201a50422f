/** The to-do list: rows of one tab, the counts of all three, and what is new. */

import { defineStore } from 'pinia'
import { ref } from 'vue'

import { describeError } from '@/api/problem'
import { listTasks } from '@/api/staff'
import type { Task, TaskTab } from '@/api/types'
import { mergePages } from '@/logic/taskFilters'

const HIGHLIGHT_MS = 8_000

export const useTasksStore = defineStore('tasks', () => {
  const tab = ref<TaskTab>('open')
  const q = ref('')
  const rows = ref<Task[]>([])
  const counts = ref<Record<TaskTab, number>>({ open: 0, mine: 0, done: 0 })
  const total = ref(0)
  const cursor = ref<string | null>(null)
  const isLoading = ref(false)
  const hasLoaded = ref(false)
  const trouble = ref<string | null>(null)
  const fresh = ref<ReadonlySet<string>>(new Set())
  let asked: AbortController | null = null

  /** Loads the tab anew; a newer call cancels an older one, so late answers never overwrite. */
  async function load(): Promise<void> {
    asked?.abort()
    const mine = new AbortController()
    asked = mine
    isLoading.value = true
    try {
      const page = await listTasks({ state: tab.value, q: q.value.trim() }, mine.signal)
      rows.value = page.items
      counts.value = page.counts
      total.value = page.total
      cursor.value = page.next
      trouble.value = null
      hasLoaded.value = true
    } catch (error) {
      if (!mine.signal.aborted) trouble.value = describeError(error)
    } finally {
      if (asked === mine) isLoading.value = false
    }
  }

  async function loadMore(): Promise<void> {
    if (!cursor.value || isLoading.value) return
    isLoading.value = true
    try {
      const page = await listTasks({ state: tab.value, q: q.value.trim(), cursor: cursor.value })
      rows.value = mergePages(rows.value, page.items)
      cursor.value = page.next
    } catch (error) {
      trouble.value = describeError(error)
    } finally {
      isLoading.value = false
    }
  }

  async function show(next: TaskTab): Promise<void> {
    if (next !== tab.value) {
      rows.value = []
      hasLoaded.value = false
    }
    tab.value = next
    await load()
  }

  /** Forgets everything: the next person at this screen may be somebody else. */
  function clear(): void {
    asked?.abort()
    tab.value = 'open'
    q.value = ''
    rows.value = []
    counts.value = { open: 0, mine: 0, done: 0 }
    total.value = 0
    cursor.value = null
    hasLoaded.value = false
    trouble.value = null
  }

  /** Marks tasks as just arrived, for a while. */
  function highlight(ids: string[]): void {
    fresh.value = new Set([...fresh.value, ...ids])
    setTimeout(() => {
      fresh.value = new Set([...fresh.value].filter((id) => !ids.includes(id)))
    }, HIGHLIGHT_MS)
  }

  return {
    tab,
    q,
    rows,
    counts,
    total,
    cursor,
    isLoading,
    hasLoaded,
    trouble,
    fresh,
    load,
    loadMore,
    show,
    clear,
    highlight,
  }
})
