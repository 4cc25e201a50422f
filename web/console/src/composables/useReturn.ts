import { computed, type ComputedRef } from 'vue'

import { usePolling } from '@/composables/usePolling'
import { useSessionStore } from '@/stores/session'

const EVERY_MS = 5_000

/**
 * Somebody signed in reloaded while the server was away: goes on by itself once it answers.
 * @returns whether that is being waited for
 */
export function useReturn(goOn: () => Promise<unknown>): ComputedRef<boolean> {
  const session = useSessionStore()
  const isWaiting = computed(() => session.token !== null && session.staff === null)

  const { start } = usePolling(async () => {
    if (!isWaiting.value) return false
    // A refusal forgets the token; everything else is asked again.
    await session.restore().catch(() => undefined)
    if (session.isSignedIn) await goOn()
    return isWaiting.value
  }, EVERY_MS)
  start()
  return isWaiting
}
