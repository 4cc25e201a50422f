/** Pictures that take the device's secret, shown from memory and let go with their page. */

import { onUnmounted, ref, watch, type Ref } from 'vue'

import { getBlob } from './http'

interface Picture {
  url: Ref<string>
  hasFailed: Ref<boolean>
}

/** The picture at `path()`; empty while it comes. */
export function usePicture(path: () => string, token?: string): Picture {
  const url = ref('')
  const hasFailed = ref(false)
  let isGone = false

  function drop(): void {
    if (url.value) URL.revokeObjectURL(url.value)
    url.value = ''
  }

  watch(
    path,
    async (wanted) => {
      drop()
      hasFailed.value = false
      if (!wanted) return
      try {
        const blob = await getBlob(wanted, token === undefined ? {} : { token })
        if (!isGone && wanted === path()) url.value = URL.createObjectURL(blob)
      } catch {
        hasFailed.value = true
      }
    },
    { immediate: true },
  )
  onUnmounted(() => {
    isGone = true
    drop()
  })
  return { url, hasFailed }
}
