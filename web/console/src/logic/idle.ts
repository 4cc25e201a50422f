/** When an untouched screen warns, and when it signs out. */

export const IDLE_WARN_MS = 25 * 60_000
export const IDLE_SIGN_OUT_MS = 30 * 60_000

export type IdlePhase =
  | { phase: 'active' }
  | { phase: 'warning'; secondsLeft: number }
  | { phase: 'expired' }

/** Where the session stands, from the last touch and the present moment (epoch milliseconds). */
export function idlePhase(lastTouch: number, now: number): IdlePhase {
  const idle = now - lastTouch
  if (idle >= IDLE_SIGN_OUT_MS) return { phase: 'expired' }
  if (idle < IDLE_WARN_MS) return { phase: 'active' }
  return { phase: 'warning', secondsLeft: Math.ceil((IDLE_SIGN_OUT_MS - idle) / 1000) }
}
