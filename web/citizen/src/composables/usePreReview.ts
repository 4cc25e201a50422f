import { onUnmounted, ref, type Ref } from 'vue'

import { askForPerson, readPreReview, startPreReview } from '@/api/cases'
import { explain } from '@/api/problem'
import type { Case } from '@/api/types'

const POLL_MS = 800
const LONGEST_MS = 120_000

/** The automatic pre-review of a case: started, followed until done, kept in `document.prereview`. */
export function usePreReview(document: Ref<Case | null>) {
  const isRunning = ref(false)
  const progress = ref({ done: 0, total: 0 })
  const problem = ref('')
  let isGone = false

  async function follow(number: string): Promise<void> {
    const deadline = Date.now() + LONGEST_MS
    while (!isGone && Date.now() < deadline) {
      const found = await readPreReview(number)
      progress.value = found.progress ?? { done: 0, total: 0 }
      if (found.status === 'done') {
        if (document.value) document.value.prereview = found
        return
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
    if (!isGone) problem.value = '预审比平时慢，材料都已保存。请稍后点「重新预审」。'
  }

  async function start(): Promise<void> {
    const number = document.value?.number
    if (!number || isRunning.value) return
    isRunning.value = true
    problem.value = ''
    progress.value = { done: 0, total: 0 }
    try {
      await startPreReview(number)
      await follow(number)
    } catch (error) {
      problem.value = explain(error)
    } finally {
      isRunning.value = false
    }
  }

  /** A person is asked to look after the machine; the answer comes as a notice. */
  async function askPerson(): Promise<void> {
    const held = document.value
    if (!held || isRunning.value) return
    try {
      held.prereview = await askForPerson(held.number)
    } catch (error) {
      problem.value = explain(error)
    }
  }

  onUnmounted(() => (isGone = true))
  return { isRunning, progress, problem, start, askPerson }
}
