import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { watch } from 'vue'

import { useAppearanceStore } from '@/stores/appearance'
import { useReadingStore } from '@/stores/reading'

/**
 * Read what is new on this page by itself, where the citizen has that switched on. `newest` gives
 * the id and words of the newest text, null while there is none that just arrived.
 */
export function useAutoReading(newest: () => { id: string; text: string } | null): void {
  const appearance = useAppearanceStore()
  const reading = useReadingStore()
  let isInView = true

  onShow(() => void (isInView = true))
  onHide(leave)
  onUnload(leave)

  function leave(): void {
    isInView = false
    reading.stop()
  }

  watch(
    () => newest()?.id,
    () => {
      const fresh = newest()
      if (fresh && isInView && appearance.isReadAloud) reading.read(fresh.id, fresh.text)
    },
  )
}
