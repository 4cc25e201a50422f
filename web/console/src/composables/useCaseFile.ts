import { ElMessage } from 'element-plus/es/components/message/index'
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'

import { ApiProblem, describeError } from '@/api/problem'
import { getCase } from '@/api/staff'
import type { StaffCase, TaskOutcome } from '@/api/types'
import { useTaskSignals } from '@/stores/live'

export interface CaseFile {
  record: Ref<StaffCase | null>
  trouble: Ref<string | null>
  isBusy: Ref<boolean>
  load: () => Promise<void>
  /** Runs one step of work, says how it went, and shows the case as it is afterwards. */
  perform: (step: () => Promise<TaskOutcome>, done: string) => Promise<boolean>
}

/** One case on the screen, kept current by live signals. */
export function useCaseFile(number: Ref<string>): CaseFile {
  const record = shallowRef<StaffCase | null>(null)
  const trouble = ref<string | null>(null)
  const isBusy = ref(false)
  let asked = new AbortController()

  async function load(): Promise<void> {
    asked.abort()
    const mine = new AbortController()
    asked = mine
    try {
      record.value = await getCase(number.value, mine.signal)
      trouble.value = null
    } catch (error) {
      if (!mine.signal.aborted) trouble.value = describeError(error)
    }
  }

  async function perform(step: () => Promise<TaskOutcome>, done: string): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    try {
      await step()
      ElMessage.success(done)
      return true
    } catch (error) {
      ElMessage.error({ message: explain(error), duration: 6_000, showClose: true })
      return error instanceof ApiProblem && error.isStale
    } finally {
      await load()
      isBusy.value = false
    }
  }

  watch(
    number,
    () => {
      record.value = null
      void load()
    },
    { immediate: true },
  )
  useTaskSignals((signal) => {
    if (!signal || signal.case_number === number.value) void load()
  })
  onScopeDispose(() => asked.abort())
  return { record, trouble, isBusy, load, perform }
}

function explain(error: unknown): string {
  const said = describeError(error)
  const isStale = error instanceof ApiProblem && error.isStale
  return isStale ? `${said} 页面已为您刷新。` : said
}
