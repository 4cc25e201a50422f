import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

import { checkDrawing } from '@/api/processTemplates'
import { describeError } from '@/api/problem'
import type { Fault } from '@/api/processTypes'

const PAUSE_MS = 900

export interface DrawingCheck {
  faults: ShallowRef<Fault[]>
  state: Ref<'waiting' | 'checking' | 'checked' | 'failed'>
  trouble: Ref<string>
  /** Something changed: ask the server once drawing rests. */
  later: () => void
  now: () => Promise<void>
}

/**
 * The server's judgement of a drawing while it is drawn. A newer question overtakes an older one.
 * @param drawing the text as it stands
 */
export function useDrawingCheck(drawing: () => Promise<string>): DrawingCheck {
  const faults = shallowRef<Fault[]>([])
  const state = ref<'waiting' | 'checking' | 'checked' | 'failed'>('waiting')
  const trouble = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  async function now(): Promise<void> {
    clearTimeout(timer)
    const mine = ++turn
    state.value = 'checking'
    try {
      const found = await checkDrawing(await drawing())
      if (mine !== turn) return
      faults.value = found
      state.value = 'checked'
    } catch (error) {
      if (mine !== turn) return
      trouble.value = describeError(error)
      state.value = 'failed'
    }
  }

  function later(): void {
    clearTimeout(timer)
    turn += 1
    state.value = 'waiting'
    timer = setTimeout(() => void now(), PAUSE_MS)
  }

  onScopeDispose(() => {
    clearTimeout(timer)
    turn += 1
  })
  return { faults, state, trouble, later, now }
}
