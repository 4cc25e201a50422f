import { computed, ref, type Ref } from 'vue'

import { saveForm } from '@/api/cases'
import { explain } from '@/api/problem'
import type { Case, FormField, FormValues } from '@/api/types'
import { clockText } from '@/domain/dates'
import { fieldFault, fieldValue, formFaults } from '@/domain/form'

const PAUSE_MS = 800

/**
 * The form of a draft: what is typed, its faults, and saving by itself.
 *
 * Every change is sent after a pause, only the fields that changed; what could not be sent stays
 * marked and goes with the next try. Faults never block saving.
 */
export function useCaseForm(document: Ref<Case | null>) {
  const texts = ref<Record<string, string>>({})
  const touched = ref(new Set<string>())
  const serverFaults = ref<Record<string, string>>({})
  const saveState = ref<'idle' | 'saving' | 'saved' | 'failed'>('idle')
  const saveProblem = ref('')
  const savedAt = ref('')
  const unsaved = new Set<string>()
  let pause: ReturnType<typeof setTimeout>
  let saving: Promise<boolean> | null = null

  const fields = computed<FormField[]>(() => document.value?.form_schema.sections.flatMap((s) => s.fields) ?? [])
  const values = computed<FormValues>(() =>
    Object.fromEntries(fields.value.map((field) => [field.id, fieldValue(field, texts.value[field.id] ?? '')])),
  )
  const faults = computed(() => formFaults(fields.value, values.value))

  /** Take the saved values over; called once the case is read. */
  function fill(saved: Case): void {
    const text = (id: string): string => String(saved.form[id] ?? '')
    texts.value = Object.fromEntries(
      saved.form_schema.sections.flatMap((section) => section.fields.map(({ id }) => [id, text(id)])),
    )
  }

  function change(field: FormField, text: string): void {
    texts.value[field.id] = text
    delete serverFaults.value[field.id]
    unsaved.add(field.id)
    clearTimeout(pause)
    pause = setTimeout(() => void flush(), PAUSE_MS)
  }

  /** The fault to show at a field: once it was left, or all of them after 「下一步」. */
  function shownFault(field: FormField): string {
    if (!touched.value.has(field.id)) return ''
    return fieldFault(field, values.value[field.id]) ?? serverFaults.value[field.id] ?? ''
  }

  function touch(id: string): void {
    touched.value = new Set([...touched.value, id])
  }

  function touchAll(): void {
    touched.value = new Set(fields.value.map((field) => field.id))
  }

  async function send(): Promise<boolean> {
    const ids = [...unsaved]
    unsaved.clear()
    saveState.value = 'saving'
    try {
      const form = Object.fromEntries(ids.map((id) => [id, values.value[id] ?? null]))
      const saved = await saveForm(document.value?.number ?? '', form)
      serverFaults.value = Object.fromEntries((saved.form_errors ?? []).map((e) => [e.field, e.message]))
      if (document.value) document.value.prereview = saved.prereview
      saveState.value = 'saved'
      savedAt.value = clockText(new Date())
      return true
    } catch (error) {
      ids.forEach((id) => unsaved.add(id))
      saveState.value = 'failed'
      saveProblem.value = explain(error)
      return false
    }
  }

  /** Send what is not saved yet; true where nothing is left unsaved. One save at a time. */
  async function flush(): Promise<boolean> {
    clearTimeout(pause)
    while (saving) await saving
    if (!unsaved.size) return true
    saving = send().finally(() => (saving = null))
    return saving
  }

  return {
    texts, values, faults, fields, saveState, saveProblem, savedAt,
    fill, change, touch, touchAll, shownFault, flush,
  }
}
