import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { pieces } from '@/domain/reading'
import { hush, isReadingOffered, speak, watchVoices, type Language } from '@/platform/speech'
import { load, save } from '@/platform/storage'
import { useAppearanceStore } from '@/stores/appearance'

const NAMES: Record<Language, string> = { 'zh-CN': '普通话', 'zh-HK': '广州话' }
const RATE = 1
const ELDER_RATE = 0.8

/** Reading aloud: one text at a time, by the voice the citizen chose. */
export const useReadingStore = defineStore('reading', () => {
  const appearance = useAppearanceStore()
  const known = ref<Language[]>([])
  const chosen = ref<Language>(load<Language>('reading_voice') ?? 'zh-CN')
  /** What is being read; empty where nothing is. */
  const current = ref('')
  let turn = 0

  const hasVoice = computed(() => known.value.length > 0)
  const language = computed(() => (known.value.includes(chosen.value) ? chosen.value : known.value[0] ?? chosen.value))
  const languages = computed(() => known.value.map((id) => ({ id, label: NAMES[id] })))
  const whyNot = '这个浏览器没有中文朗读声音，读不出来。可以换手机自带的浏览器，或在系统设置的“文字转语音”里装上中文语音。'

  function read(id: string, text: string): void {
    if (!hasVoice.value) return
    turn += 1
    const mine = turn
    current.value = id
    speak(pieces(text), language.value, appearance.isElder ? ELDER_RATE : RATE, () => {
      if (mine === turn) current.value = ''
    })
  }

  function stop(): void {
    turn += 1
    current.value = ''
    hush()
  }

  function choose(id: string): void {
    chosen.value = id as Language
    save('reading_voice', id)
  }

  watchVoices((found) => (known.value = found))
  return { isOffered: isReadingOffered, hasVoice, whyNot, language, languages, current, read, stop, choose }
})
