import { computed, ref, watch } from 'vue'

import { offerCode, type Offered } from '@/api/counterDesk'
import { reconnectDelay } from '@/api/liveStream'
import { describeError } from '@/api/problem'
import { useNow } from '@/composables/useNow'

const RENEW_BEFORE_MS = 10_000
/** A clock that runs ahead of the server's must not ask without end. */
const SHORTEST_MS = 5_000

/** The counter's one-time code: the next one before this one runs out, asked again where that failed. */
export function useCounterCode(counterId: string) {
  const now = useNow(1_000)
  const offered = ref<Offered | null>(null)
  const trouble = ref<string | null>(null)
  const isAsking = ref(false)
  const askAt = ref(0)
  let failures = 0

  /** Seconds until the next code is asked for. */
  const left = computed(() => Math.max(0, Math.ceil((askAt.value - now.value.getTime()) / 1000)))
  /** Without a newer one, the code stands as long as it can be scanned. */
  const code = computed(() => {
    const hasRunOut = offered.value && Date.parse(offered.value.expires_at) <= now.value.getTime()
    return trouble.value && hasRunOut ? null : offered.value
  })

  async function renew(): Promise<void> {
    if (isAsking.value) return
    isAsking.value = true
    try {
      offered.value = await offerCode(counterId)
      trouble.value = null
      failures = 0
      askAt.value = Math.max(Date.parse(offered.value.expires_at) - RENEW_BEFORE_MS, Date.now() + SHORTEST_MS)
    } catch (error) {
      trouble.value = describeError(error)
      askAt.value = Date.now() + reconnectDelay(failures++)
    } finally {
      isAsking.value = false
    }
  }

  watch(now, () => {
    if (left.value === 0) void renew()
  })
  void renew()

  return { code, trouble, left, isAsking, renew }
}
