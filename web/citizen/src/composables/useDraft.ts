import { ref } from 'vue'

import { openCase, readCase, submitCase } from '@/api/cases'
import { readRun } from '@/api/guidance'
import { ApiProblem, explain } from '@/api/problem'
import type { Case } from '@/api/types'
import { useCaseForm } from '@/composables/useCaseForm'
import { useLicences } from '@/composables/useLicences'
import { usePreReview } from '@/composables/usePreReview'
import { useSignInGate } from '@/composables/useSignInGate'
import { useUploads } from '@/composables/useUploads'
import { freshId } from '@/domain/ids'
import { replaceWith } from '@/platform/navigation'

export interface DraftQuery {
  number: string
  itemCode: string
  runId: string
}

/** A draft from opening to submitting: the case, its form, its files and its pre-review. */
export function useDraft() {
  const document = ref<Case | null>(null)
  const problem = ref('')
  const submitProblem = ref('')
  const isSubmitting = ref(false)
  const openingKey = freshId()
  const gate = useSignInGate()
  const form = useCaseForm(document)
  const uploads = useUploads(document)
  const licences = useLicences(document, uploads.replaceMaterial)
  const review = usePreReview(document)

  function routeOf({ number, itemCode, runId }: DraftQuery): string {
    return number ? `/pages/draft/index?number=${number}` : `/pages/draft/index?code=${itemCode}&run_id=${runId}`
  }

  /**
   * Open a draft and go on under its number, so that a reload opens no second one. The chat's
   * button names the guidance run only; the run knows its item.
   */
  async function openNew({ itemCode, runId }: DraftQuery): Promise<void> {
    const code = itemCode || (await readRun(runId)).item_code
    const { number } = await openCase(code, runId, openingKey)
    replaceWith(`/pages/draft/index?number=${number}`)
  }

  /** Read the draft, or open one; a case past editing is shown on its own page instead. */
  async function open(query: DraftQuery): Promise<void> {
    problem.value = ''
    if (!gate.passes(routeOf(query))) return
    try {
      if (!query.number) return await openNew(query)
      const found = await readCase(query.number)
      if (!found.can.includes('edit')) return replaceWith(`/pages/case/index?number=${found.number}`)
      document.value = found
      form.fill(found)
      void licences.load()
    } catch (error) {
      if (!gate.caught(error, routeOf(query))) problem.value = explain(error)
    }
  }

  async function reload(): Promise<void> {
    if (document.value) document.value = await readCase(document.value.number)
  }

  /** Submit once, however often it is pressed; blocking findings come back to the pre-review. */
  async function submit(): Promise<void> {
    const number = document.value?.number
    if (!number || isSubmitting.value) return
    isSubmitting.value = true
    submitProblem.value = ''
    try {
      await submitCase(number, document.value?.prereview?.may_submit_anyway)
      replaceWith(`/pages/receipt/index?number=${number}`)
    } catch (error) {
      submitProblem.value = explain(error)
      if (error instanceof ApiProblem && error.code === 'prereview_blocking') await reload().catch(() => undefined)
    } finally {
      isSubmitting.value = false
    }
  }

  return { document, problem, submitProblem, isSubmitting, form, uploads, licences, review, open, submit }
}
