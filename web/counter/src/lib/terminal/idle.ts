/** When a visit nobody uses ends. The server counts from the last touch, the page from the last
 * finger: it tells the server soon after each, and ends a little earlier than the server would. */

export const WARNING_S = 20
const EARLIER_S = 10
export const TOUCH_EVERY_MS = 10_000
/** How long waiting for something asked for counts as use: longer, and they have probably gone. */
export const WAITED_MS = 3 * 60_000

export interface Standing {
  /** Whole seconds until the visit ends by itself; 0 once it must. */
  left: number
  isWarning: boolean
}

/** @param idleSeconds what the server said it waits */
export function standingOf(lastMs: number, nowMs: number, idleSeconds: number): Standing {
  const left = Math.max(0, Math.ceil(idleSeconds - EARLIER_S - (nowMs - lastMs) / 1000))
  return { left, isWarning: left <= WARNING_S }
}

/** Minutes and seconds as they are read: 2:05. */
export function clockOfSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Seconds until a moment the server named; 0 when it is past. */
export function secondsUntil(moment: string, nowMs: number): number {
  return Math.max(0, Math.round((Date.parse(moment) - nowMs) / 1000))
}
