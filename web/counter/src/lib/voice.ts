/** The voice of the board: wanted or not, and whether the browser lets it be heard. */

import { computed, ref } from 'vue'

const KEY = 'counter.voice'

/** @param greeting said whenever the voice is there, so that a hall hears that it works */
export function useVoice(greeting: () => string) {
  const canSpeak = 'speechSynthesis' in globalThis
  const isWanted = ref(canSpeak && localStorage.getItem(KEY) === '1')
  /** Browsers speak only once somebody has touched the page: after a reload, not yet. */
  const isHushed = ref(false)
  const isOn = computed(() => isWanted.value && !isHushed.value)

  function say(words: string): void {
    if (!isWanted.value) return
    const utterance = new SpeechSynthesisUtterance(words)
    utterance.lang = 'zh-CN'
    utterance.rate = 0.9
    utterance.onstart = () => (isHushed.value = false)
    utterance.onerror = ({ error }) => {
      if (error === 'not-allowed') isHushed.value = true
    }
    speechSynthesis.speak(utterance)
  }

  /** On where it is not heard, off where it is. */
  function turn(): void {
    isWanted.value = !isOn.value
    isHushed.value = false
    localStorage.setItem(KEY, isWanted.value ? '1' : '0')
    if (isWanted.value) say(greeting())
    else speechSynthesis.cancel()
  }

  say(greeting())
  return { canSpeak, isOn, isHushed, say, turn }
}
