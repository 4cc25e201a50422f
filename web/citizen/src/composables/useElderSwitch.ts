import { computed, type ComputedRef } from 'vue'

import { useAppearanceStore } from '@/stores/appearance'
import { tell } from '@/stores/notices'

/** The way into 长者模式 and back, with a word on what happened. */
export function useElderSwitch(): { isElder: ComputedRef<boolean>; toggle: () => void } {
  const appearance = useAppearanceStore()

  function toggle(): void {
    appearance.setElder(!appearance.isElder)
    tell(appearance.isElder ? '已进入长者模式：字更大、按钮更大，一屏只问一件事。' : '已回到标准版。')
  }

  return { isElder: computed(() => appearance.isElder), toggle }
}
