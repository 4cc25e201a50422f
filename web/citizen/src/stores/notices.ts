import { defineStore } from 'pinia'
import { ref } from 'vue'

import { useAppearanceStore } from '@/stores/appearance'

const SHOWN_MS = 6_000

/**
 * One short message over the page, to be closed by the citizen. In the standard mode it goes by
 * itself too; in 长者模式 nothing vanishes unread.
 */
export const useNoticesStore = defineStore('notices', () => {
  const appearance = useAppearanceStore()
  const text = ref('')
  let turn = 0

  function show(words: string): void {
    turn += 1
    const mine = turn
    text.value = words
    setTimeout(() => {
      if (mine === turn && !appearance.isElder) dismiss()
    }, SHOWN_MS)
  }

  function dismiss(): void {
    text.value = ''
  }

  return { text, show, dismiss }
})

export function tell(words: string): void {
  useNoticesStore().show(words)
}
