import { defineStore } from 'pinia'
import { ref } from 'vue'

import { load, save } from '@/platform/storage'
import { isH5 } from '@/platform/target'

/** 大字版: chosen by the citizen, or by WeChat's own large type the first time. */
export const useAppearanceStore = defineStore('appearance', () => {
  const isElder = ref(load<boolean>('elder_mode') ?? phoneUsesLargeType())

  function setElder(value: boolean): void {
    isElder.value = value
    save('elder_mode', value)
    uni.showToast({ title: value ? '已切换到大字版' : '已切换到标准版', icon: 'none' })
  }

  return { isElder, setElder }
})

function phoneUsesLargeType(): boolean {
  if (isH5) return false
  const { fontSizeScaleFactor } = uni.getAppBaseInfo() as { fontSizeScaleFactor?: number }
  return (fontSizeScaleFactor ?? 1) >= 1.4
}
