/** A report being written: checked as one types, and shown as it would come out. */

import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'

import type { Days } from '@/api/consultationTypes'
import { ApiProblem, describeError } from '@/api/problem'
import { checkReport, previewReport } from '@/api/statistics'
import type { PrintedTable, ReportCheck } from '@/api/statisticsTypes'
import { provideWriting } from '@/composables/useWriting'
import type { Fault } from '@/logic/faults'
import { textOf, type ReportBody } from '@/logic/reportForm'

const PAUSE_MS = 500
const ROWS = 20

export function useReportDraft(body: Ref<ReportBody>, days: Ref<Days>) {
  const faults = ref<Fault[]>([])
  const replaced = ref(0)
  const check = shallowRef<ReportCheck | null>(null)
  const preview = shallowRef<PrintedTable | null>(null)
  const trouble = ref<string | null>(null)
  const isCounting = ref(false)
  const text = computed(() => textOf(body.value))
  provideWriting({ faults, replaced })

  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function look(): Promise<void> {
    turn += 1
    const mine = turn
    try {
      const told = await checkReport(text.value)
      if (mine !== turn) return
      check.value = told
      faults.value = told.faults.map((one) => ({ path: one.field, text: one.message }))
      trouble.value = null
      if (!told.faults.length) await count(mine)
    } catch (error) {
      if (mine === turn) trouble.value = describeError(error)
    }
  }

  async function count(mine: number): Promise<void> {
    isCounting.value = true
    try {
      const table = await previewReport(text.value, days.value.from, days.value.to, ROWS)
      if (mine === turn) preview.value = table
    } finally {
      if (mine === turn) isCounting.value = false
    }
  }

  /** Faults the server found when saving stand beside their fields as well. */
  function tell(error: unknown): void {
    const told = error instanceof ApiProblem ? error.fieldErrors : []
    if (told.length) faults.value = told.map((one) => ({ path: one.field, text: one.message }))
    else trouble.value = describeError(error)
  }

  watch([text, days], () => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), PAUSE_MS)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
    turn += 1
  })

  return { text, faults, replaced, check, preview, trouble, isCounting, look, tell }
}
