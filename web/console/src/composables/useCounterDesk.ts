import { onScopeDispose, ref, watch } from 'vue'

import { COUNTER_STREAM, myDuty, readDesk, type Desk, type Duty } from '@/api/counterDesk'
import { openLiveStream } from '@/api/liveStream'
import { describeError } from '@/api/problem'
import { keepOfflinePage, offlinePageKept } from '@/logic/offlinePage'

const LOOK_AGAIN_MS = 15_000

/** One's own counter as it is now: followed by its live line, looked at again where that is down. */
export function useCounterDesk() {
  const duty = ref<Duty | null>(null)
  const desk = ref<Desk | null>(null)
  const trouble = ref<string | null>(null)
  const hasLoaded = ref(false)
  /** Kept while the server is away, which is when it is needed. */
  const offlinePage = ref(offlinePageKept())
  const isConnected = ref(false)
  let close: (() => void) | null = null
  let reading: Promise<void> | null = null
  let again = false

  async function look(): Promise<void> {
    try {
      duty.value = await myDuty()
      desk.value = duty.value ? await readDesk() : null
      if (desk.value) keepOfflinePage((offlinePage.value = desk.value.offline_page))
      trouble.value = null
    } catch (error) {
      trouble.value = describeError(error)
    }
    hasLoaded.value = true
  }

  /** One reading at a time; what is announced meanwhile is read once more after it. */
  async function read(): Promise<void> {
    if (reading) {
      again = true
      return reading
    }
    reading = look().finally(() => (reading = null))
    await reading
    if (again) {
      again = false
      await read()
    }
  }

  function follow(): void {
    close?.()
    close = openLiveStream(COUNTER_STREAM, {
      onEvent: ({ event }) => event !== 'ping' && void read(),
      onConnection: (connected) => {
        isConnected.value = connected
        if (connected) void read()
      },
    })
  }

  watch(
    () => duty.value?.counter_id,
    (counter) => {
      if (counter) follow()
      else close?.()
    },
  )
  const timer = setInterval(() => (duty.value || trouble.value) && void read(), LOOK_AGAIN_MS)
  onScopeDispose(() => {
    clearInterval(timer)
    close?.()
  })
  void read()

  return { duty, desk, trouble, hasLoaded, isConnected, offlinePage, read }
}
