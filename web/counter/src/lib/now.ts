/** The present, for what a screen says of time. */

import { onUnmounted, ref, type Ref } from 'vue'

/** Milliseconds since 1970, anew every `everyMs` while the component lives. */
export function useNow(everyMs: number): Ref<number> {
  const now = ref(Date.now())
  const ticking = setInterval(() => (now.value = Date.now()), everyMs)
  onUnmounted(() => clearInterval(ticking))
  return now
}

/** Whole minutes that are left, at least one. */
export const minutesLeft = (endsAt: string, now: number): number =>
  Math.max(1, Math.floor((Date.parse(endsAt) - now) / 60_000))
