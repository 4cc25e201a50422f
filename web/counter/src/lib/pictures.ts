/** Pictures that take the device's secret, shown from memory and let go with their page. */

import { onUnmounted, ref, watch, type Ref } from 'vue'

import { getBlob } from './http'
import { onReconnected } from './useScreen'

interface Picture {
  url: Ref<string>
  hasFailed: Ref<boolean>
  again: () => void
}

/** The picture at `path()`; empty while it comes. One that failed is tried again once there is a network. */
export function usePicture(path: () => string, token?: string): Picture {
  const url = ref('')
  const hasFailed = ref(false)
  let isGone = false

  function drop(): void {
    if (url.value) URL.revokeObjectURL(url.value)
    url.value = ''
  }

  async function read(wanted: string): Promise<void> {
    drop()
    hasFailed.value = false
    if (!wanted) return
    const isWanted = (): boolean => !isGone && wanted === path()
    try {
      const blob = await getBlob(wanted, token === undefined ? {} : { token })
      if (isWanted()) show(blob)
    } catch {
      if (isWanted()) hasFailed.value = true
    }
  }

  function show(blob: Blob): void {
    drop()
    url.value = URL.createObjectURL(blob)
  }

  const again = (): void => void read(path())
  watch(path, read, { immediate: true })
  onReconnected(() => hasFailed.value && again())
  onUnmounted(() => {
    isGone = true
    drop()
  })
  return { url, hasFailed, again }
}
