import { ElMessage } from 'element-plus/es/components/message/index'
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'

import {
  actOnStep,
  askOpinions,
  completeStep,
  getProcess,
  giveOpinion,
  refuseStep,
  supplementStep,
  takeBackStep,
  transferStep,
  type Process,
  type Step,
  type StepAct,
  type StepForm,
} from '@/api/processes'
import { ApiProblem, describeError } from '@/api/problem'
import type { FieldValue, StaffCase } from '@/api/types'
import { changedValues, missingFields, startValues, stepToShow } from '@/logic/process'
import { useTaskSignals } from '@/stores/live'

export type Asking = 'supplement' | 'back' | 'refuse' | 'pass' | 'opinion' | null

const ACT_DONE: Record<StepAct, string> = {
  claim: '已认领，可以开始办理。',
  release: '已放回待办，其他同事可以认领。',
  urge: '已催办，对方会收到提醒。',
}

export interface StepWork {
  process: Ref<Process | null>
  step: ComputedRef<Step | null>
  form: ComputedRef<StepForm | null>
  values: Ref<Record<string, FieldValue>>
  opinion: Ref<string>
  errors: Ref<Record<string, string>>
  asking: Ref<Asking>
  backTo: Ref<string>
  isBusy: Ref<boolean>
  trouble: Ref<string | null>
  load: () => Promise<void>
  act: (act: StepAct) => Promise<void>
  decide: (decision: 'pass' | 'refuse') => Promise<void>
  say: (agrees: boolean) => Promise<void>
  sendBack: (note: string, materialIds: string[]) => Promise<void>
  takeBack: () => Promise<void>
  end: () => Promise<void>
  choosePeople: (people: string[], reason: string) => Promise<void>
}

/**
 * The step of a case's process the reader works on, and what they do with it.
 * @param record the case, read anew whenever it moves
 * @param moved told after each act, so that the case itself is read anew
 */
export function useStep(record: Ref<StaffCase>, moved: () => void): StepWork {
  const process = shallowRef<Process | null>(null)
  const values = ref<Record<string, FieldValue>>({})
  const opinion = ref('')
  const errors = ref<Record<string, string>>({})
  const asking = ref<Asking>(null)
  const backTo = ref('')
  const isBusy = ref(false)
  const trouble = ref<string | null>(null)
  let asked = new AbortController()

  const step = computed(() => (process.value ? stepToShow(process.value) : null))
  const form = computed(() => (step.value && process.value?.forms[step.value.node]) || null)

  async function load(): Promise<void> {
    asked.abort()
    const mine = new AbortController()
    asked = mine
    try {
      process.value = await getProcess(record.value.number, mine.signal)
      trouble.value = null
    } catch (error) {
      if (!mine.signal.aborted) trouble.value = describeError(error)
    }
  }

  async function run(work: () => Promise<unknown>, done: string): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    errors.value = {}
    try {
      await work()
      ElMessage.success(done)
      asking.value = null
      opinion.value = ''
    } catch (error) {
      errors.value = fieldErrors(error)
      ElMessage.error({ message: describeError(error), duration: 6_000, showClose: true })
    } finally {
      await load()
      isBusy.value = false
      moved()
    }
  }

  const idOf = (): string => step.value?.id ?? ''
  const act = (name: StepAct): Promise<void> => run(() => actOnStep(idOf(), name), ACT_DONE[name])

  async function decide(decision: 'pass' | 'refuse'): Promise<void> {
    const missing = decision === 'pass' ? missingFields(form.value ?? undefined, values.value) : []
    if (missing.length) errors.value = { form: `请先填写：${missing.join('、')}` }
    else if (decision === 'refuse' && opinion.value.trim().length < 2) {
      errors.value = { form: '不予通过必须写明理由，申请人会看到。' }
    } else {
      const written = changedValues(form.value ?? undefined, values.value)
      await run(() => completeStep(idOf(), decision, opinion.value.trim(), written), '已办理。')
    }
  }

  const say = (agrees: boolean): Promise<void> =>
    run(() => giveOpinion(idOf(), agrees, opinion.value.trim()), '意见已提交。')
  const sendBack = (note: string, materialIds: string[]): Promise<void> =>
    run(() => supplementStep(idOf(), note, materialIds), '已退回补正，申请人已收到通知。')
  const takeBack = (): Promise<void> =>
    run(() => takeBackStep(idOf(), backTo.value, opinion.value.trim()), '已退回。')
  const end = (): Promise<void> =>
    run(() => refuseStep(idOf(), opinion.value.trim()), '已驳回，申请人已收到通知。')

  const choosePeople = (people: string[], reason: string): Promise<void> =>
    asking.value === 'pass'
      ? run(() => transferStep(idOf(), people[0] ?? '', reason), '已转办。')
      : run(() => askOpinions(idOf(), people), '已请同事会签。')

  let shown = ''
  let begun: Record<string, FieldValue> = {}

  /** Read anew, the same step keeps what was typed into it; everything else is as the server has it. */
  function follow(): void {
    const now = `${idOf()} ${step.value?.state}`
    const typed = now === shown ? Object.entries(values.value).filter(([id, value]) => value !== begun[id]) : []
    begun = startValues(form.value ?? undefined)
    values.value = { ...begun, ...Object.fromEntries(typed) }
    if (now === shown) return
    shown = now
    errors.value = {}
    backTo.value = ''
  }

  watch(process, follow)
  watch([() => record.value.number, () => record.value.status], load, { immediate: true })
  useTaskSignals((signal) => {
    if (!isBusy.value && (!signal || signal.case_number === record.value.number)) void load()
  })
  onScopeDispose(() => asked.abort())

  return {
    process, step, form, values, opinion, errors, asking, backTo, isBusy, trouble,
    load, act, decide, say, sendBack, takeBack, end, choosePeople,
  }
}

/** What the server says of single fields, by field. */
function fieldErrors(error: unknown): Record<string, string> {
  const listed = error instanceof ApiProblem ? error.fieldErrors : []
  return Object.fromEntries(
    listed.map(({ field, message }) => [field.replace(/^fields\./, ''), message]),
  )
}
