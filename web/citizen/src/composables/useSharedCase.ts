import { computed, ref } from 'vue'

import { listCases, readCase } from '@/api/cases'
import { explain } from '@/api/problem'
import type { Case, CaseSummary } from '@/api/types'

const OVER = ['closed', 'withdrawn', 'lapsed', 'rejected']

/**
 * The case one takes to the counter: which there are, and what the chosen one holds.
 *
 * `document` is always of `number`; an answer overtaken by another choice is thrown away.
 */
export function useSharedCase(first: string) {
  const cases = ref<CaseSummary[]>([])
  const number = ref(first)
  const document = ref<Case | null>(null)
  const listProblem = ref('')
  const problem = ref('')
  const isUnread = computed(() => number.value !== '' && document.value === null)

  async function list(): Promise<void> {
    listProblem.value = ''
    try {
      cases.value = (await listCases()).items.filter(({ status }) => !OVER.includes(status))
    } catch (error) {
      listProblem.value = explain(error)
    }
  }

  async function choose(wanted: string): Promise<void> {
    number.value = wanted
    document.value = null
    problem.value = ''
    if (!wanted) return
    try {
      const found = await readCase(wanted)
      if (wanted === number.value) document.value = found
    } catch (error) {
      if (wanted === number.value) problem.value = explain(error)
    }
  }

  return { cases, number, document, listProblem, problem, isUnread, list, choose }
}
