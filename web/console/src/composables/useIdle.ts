import { onScopeDispose, ref, type Ref } from 'vue'

import { idlePhase, type IdlePhase } from '@/logic/idle'

const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
const CHECK_MS = 1_000

export interface Idle {
  phase: Ref<IdlePhase>
  touch: () => void
}

/**
 * Watches whether anybody is at the screen.
 * Once the warning shows, only `touch` (a deliberate press) brings the session back.
 */
export function useIdle(): Idle {
  let lastTouch = Date.now()
  const phase = ref<IdlePhase>({ phase: 'active' })
  const check = (): void => {
    phase.value = idlePhase(lastTouch, Date.now())
  }
  const touch = (): void => {
    lastTouch = Date.now()
    check()
  }
  const notice = (): void => {
    if (phase.value.phase === 'active') lastTouch = Date.now()
  }

  TOUCHES.forEach((name) => window.addEventListener(name, notice, { passive: true }))
  const timer = setInterval(check, CHECK_MS)
  onScopeDispose(() => {
    clearInterval(timer)
    TOUCHES.forEach((name) => window.removeEventListener(name, notice))
  })
  return { phase, touch }
}
