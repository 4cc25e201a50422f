/** When an untouched screen warns, and when it signs out. */

export const IDLE_WARN_MS = 25 * 60_000
export const IDLE_SIGN_OUT_MS = 30 * 60_000

/** How often a working screen tells the server so, well within its own idle limit. */
export const KEEP_ALIVE_MS = 4 * 60_000

export type IdlePhase =
  | { phase: 'active' }
  | { phase: 'warning'; secondsLeft: number }
  | { phase: 'expired' }

/** Whether somebody has worked since the server was last told, and it is time to tell it. */
export function shouldKeepAlive(lastTouch: number, lastTold: number, now: number): boolean {
  return lastTouch > lastTold && now - lastTold >= KEEP_ALIVE_MS
}

/** Where the session stands, from the last touch and the present moment (epoch milliseconds). */
export function idlePhase(lastTouch: number, now: number): IdlePhase {
  const idle = now - lastTouch
  if (idle >= IDLE_SIGN_OUT_MS) return { phase: 'expired' }
  if (idle < IDLE_WARN_MS) return { phase: 'active' }
  return { phase: 'warning', secondsLeft: Math.ceil((IDLE_SIGN_OUT_MS - idle) / 1000) }
}
