import { defineStore } from 'pinia'
import { ref } from 'vue'

import { listCases } from '@/api/cases'
import { explain } from '@/api/problem'
import type { CaseEvent, CaseSummary } from '@/api/types'

/** 我的办件, kept fresh by the stream. */
export const useCasesStore = defineStore('cases', () => {
  const items = ref<CaseSummary[]>([])
  const next = ref<string | null>(null)
  const isLoading = ref(false)
  const problem = ref('')
  const lastEvent = ref<CaseEvent | null>(null)

  /** Read the list anew, or its next page. */
  async function read(cursor?: string): Promise<void> {
    isLoading.value = true
    problem.value = ''
    try {
      const page = await listCases(cursor)
      items.value = cursor ? [...items.value, ...page.items] : page.items
      next.value = page.next
    } catch (error) {
      problem.value = explain(error)
    } finally {
      isLoading.value = false
    }
  }

  /** A case moved: pages watching `lastEvent` read theirs again, the list shows the new status. */
  function apply(event: CaseEvent): void {
    lastEvent.value = event
    const known = items.value.find((item) => item.number === event.number)
    if (known) Object.assign(known, { status: event.status, status_label: event.status_label })
  }

  function clear(): void {
    items.value = []
    next.value = null
    lastEvent.value = null
  }

  return { items, next, isLoading, problem, lastEvent, read, apply, clear }
})
