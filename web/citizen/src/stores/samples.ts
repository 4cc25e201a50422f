/** The samples somebody wants to look at: asked for in a list, shown by the page that is in view. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { SampleName } from '@/api/samples'

export const useSamplesStore = defineStore('samples', () => {
  const asked = shallowRef<SampleName[]>([])

  /** Each time anew, so that the same samples can be asked for again. */
  function look(samples: SampleName[]): void {
    asked.value = [...samples]
  }

  return { asked, look }
})
