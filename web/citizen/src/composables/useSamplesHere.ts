import { onHide, onShow } from '@dcloudio/uni-app'
import { shallowRef, watch, type Ref } from 'vue'

import type { SampleName } from '@/api/samples'
import { isH5 } from '@/platform/target'
import { useSamplesStore } from '@/stores/samples'

/** The samples looked at on this page: those asked for while it is in view, none once it is left. */
export function useSamplesHere(): Ref<SampleName[]> {
  const store = useSamplesStore()
  const samples = shallowRef<SampleName[]>([])
  let isInView = false

  onShow(() => {
    isInView = true
  })
  onHide(() => {
    isInView = false
    // In the background, or under WeChat's enlarged picture, a page is only hidden for a while.
    if (isH5 && !document.hidden) samples.value = []
  })
  watch(
    () => store.asked,
    (asked) => {
      if (isInView) samples.value = asked
    },
  )
  return samples
}
