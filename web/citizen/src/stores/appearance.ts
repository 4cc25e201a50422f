import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import type { Display } from '@/api/types'
import { load, save } from '@/platform/storage'
import { isH5 } from '@/platform/target'

/** 长者模式, kept on the device: chosen by the citizen, or by WeChat's own large type the first time. */
export const useAppearanceStore = defineStore('appearance', () => {
  const isElder = ref(load<boolean>('elder_mode') ?? phoneUsesLargeType())
  const wantsReading = ref(load<boolean>('read_aloud') ?? true)
  /** New answers and questions are read by themselves. */
  const isReadAloud = computed(() => isElder.value && wantsReading.value)

  function setElder(value: boolean): void {
    isElder.value = value
    save('elder_mode', value)
  }

  function setReadAloud(value: boolean): void {
    wantsReading.value = value
    save('read_aloud', value)
  }

  /** What the citizen asked for in the conversation; the answer's own words say that it was done. */
  function obey({ elder, read_aloud: readAloud }: Display): void {
    if (typeof elder === 'boolean') setElder(elder)
    if (typeof readAloud === 'boolean') setReadAloud(readAloud)
  }

  return { isElder, isReadAloud, setElder, setReadAloud, obey }
})

function phoneUsesLargeType(): boolean {
  if (isH5) return false
  const { fontSizeScaleFactor } = uni.getAppBaseInfo() as { fontSizeScaleFactor?: number }
  return (fontSizeScaleFactor ?? 1) >= 1.4
}
