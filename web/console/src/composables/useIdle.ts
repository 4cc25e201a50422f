import { onScopeDispose, ref, type Ref } from 'vue'

import { idlePhase, shouldKeepAlive, type IdlePhase } from '@/logic/idle'

const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
const CHECK_MS = 1_000

export interface Idle {
  phase: Ref<IdlePhase>
  touch: () => void
}

/**
 * Watches whether anybody is at the screen.
 * Once the warning shows, only `touch` (a deliberate press) brings the session back.
 * @param keepAlive tells the server that somebody is working
 */
export function useIdle(keepAlive: () => void): Idle {
  let lastTouch = Date.now()
  let lastTold = lastTouch
  const phase = ref<IdlePhase>({ phase: 'active' })
  const tell = (): void => {
    lastTold = Date.now()
    keepAlive()
  }
  const check = (): void => {
    phase.value = idlePhase(lastTouch, Date.now())
    if (shouldKeepAlive(lastTouch, lastTold, Date.now())) tell()
  }
  const touch = (): void => {
    lastTouch = Date.now()
    tell()
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
