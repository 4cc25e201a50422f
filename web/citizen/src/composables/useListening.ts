import { onUnmounted, ref } from 'vue'

import { canListen, listen, type Listening } from '@/platform/listening'
import { useReadingStore } from '@/stores/reading'

/** Saying instead of typing: hears, shows what it heard, and sends nothing by itself. */
export function useListening() {
  const reading = useReadingStore()
  const isOffered = canListen()
  const state = ref<'off' | 'listening' | 'heard'>('off')
  const words = ref('')
  const fault = ref('')
  let ear: Listening | null = null

  function begin(): void {
    ear?.drop()
    reading.stop()
    words.value = ''
    fault.value = ''
    state.value = 'listening'
    const mine = listen(
      reading.language,
      (heard) => ear === mine && void (words.value = heard),
      (why) => ear === mine && ended(why),
    )
    ear = mine
  }

  function ended(why: string): void {
    ear = null
    fault.value = words.value ? '' : why || '没有听清。请再说一遍，或者直接打字。'
    state.value = words.value ? 'heard' : 'off'
  }

  function finish(): void {
    ear?.finish()
  }

  function drop(): void {
    ear?.drop()
    ear = null
    words.value = ''
    fault.value = ''
    state.value = 'off'
  }

  onUnmounted(drop)
  return { isOffered, state, words, fault, begin, finish, drop }
}
