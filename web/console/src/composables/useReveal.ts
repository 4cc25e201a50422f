import { onScopeDispose, ref, watch, type Ref } from 'vue'

import { revealFields } from '@/api/staff'

/** Clear values cover themselves again, so an unattended screen shows nothing for long. */
const VISIBLE_MS = 120_000

export interface Reveal {
  values: Ref<Record<string, string>>
  reveal: (field: string, reason: string) => Promise<void>
  hide: (field: string) => void
}

/** Protected values of one case shown in clear, each for two minutes at most. */
export function useReveal(number: Ref<string>): Reveal {
  const values = ref<Record<string, string>>({})
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function hide(field: string): void {
    clearTimeout(timers.get(field))
    timers.delete(field)
    values.value = Object.fromEntries(
      Object.entries(values.value).filter(([name]) => name !== field),
    )
  }

  async function reveal(field: string, reason: string): Promise<void> {
    const answer = await revealFields(number.value, [field], reason)
    values.value = { ...values.value, ...answer.values }
    for (const name of Object.keys(answer.values)) {
      clearTimeout(timers.get(name))
      timers.set(name, setTimeout(() => hide(name), VISIBLE_MS))
    }
  }

  const hideAll = (): void => [...timers.keys()].forEach(hide)
  watch(number, hideAll)
  onScopeDispose(hideAll)
  return { values, reveal, hide }
}
