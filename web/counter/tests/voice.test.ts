import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { useVoice } from '@/lib/voice'

class Utterance {
  onstart = (): void => undefined
  onerror = (_: { error: string }): void => undefined
  constructor(readonly text: string) {}
}

let said: string[] = []
/** Whether somebody has touched the page. */
let isTouched = false
let kept = ''

beforeEach(() => {
  ;[said, isTouched, kept] = [[], false, '1']
  vi.stubGlobal('SpeechSynthesisUtterance', Utterance)
  vi.stubGlobal('localStorage', { getItem: () => kept, setItem: (_: string, value: string) => (kept = value) })
  vi.stubGlobal('speechSynthesis', {
    cancel: () => undefined,
    speak: (utterance: Utterance) => {
      if (!isTouched) return utterance.onerror({ error: 'not-allowed' })
      said.push(utterance.text)
      utterance.onstart()
    },
  })
})
afterEach(() => vi.unstubAllGlobals())

it('says after a reload that it is not heard, until somebody presses', () => {
  const voice = useVoice(() => '语音叫号已打开')
  expect([voice.isOn.value, voice.isHushed.value, kept]).toEqual([false, true, '1'])
  isTouched = true
  voice.turn()
  voice.say('请 A 0 0 1 号')
  expect([voice.isOn.value, voice.isHushed.value, kept]).toEqual([true, false, '1'])
  expect(said).toEqual(['语音叫号已打开', '请 A 0 0 1 号'])
  voice.turn()
  voice.say('请 A 0 0 2 号')
  expect([voice.isOn.value, kept, said.length]).toEqual([false, '0', 2])
})

it('is silent where the hall wants none', () => {
  kept = '0'
  isTouched = true
  const voice = useVoice(() => '语音叫号已打开')
  voice.say('请 A 0 0 1 号')
  expect([voice.isOn.value, voice.isHushed.value, said]).toEqual([false, false, []])
})
