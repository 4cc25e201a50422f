import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { watch } from 'vue'

import { useQueueStore } from '@/stores/queue'

const EVERY_MS = 10_000

/** Reads while the page is in view: at once, when the server says that something moved, and now
 * and then, in case that was missed. */
export function useWatching(read: () => Promise<void>): void {
  const queue = useQueueStore()
  let timer: ReturnType<typeof setInterval> | undefined

  function stop(): void {
    clearInterval(timer)
    timer = undefined
  }

  onShow(() => {
    stop()
    timer = setInterval(() => void read(), EVERY_MS)
    void read()
  })
  onHide(stop)
  onUnload(stop)
  watch(() => queue.moves, () => timer && void read())
}
