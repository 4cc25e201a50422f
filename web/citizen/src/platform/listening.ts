/** Hearing what the citizen says, by the browser's own recognition; elsewhere it is not offered. */

import { isH5 } from '@/platform/target'
import type { Language } from '@/platform/speech'

interface Heard {
  results: ArrayLike<ArrayLike<{ transcript: string }>>
}

interface Recognition {
  lang: string
  interimResults: boolean
  onresult: ((event: Heard) => void) | null
  onerror: ((event: { error: string }) => void) | null
  onend: (() => void) | null
  start(): void
  stop(): void
  abort(): void
}

export interface Listening {
  /** End and keep what was heard. */
  finish: () => void
  /** End and forget it. */
  drop: () => void
}

const TONGUES: Record<Language, string> = { 'zh-CN': 'zh-CN', 'zh-HK': 'yue-Hant-HK' }
const FAULTS: Record<string, string> = {
  'not-allowed': '没有用麦克风的权限。请在浏览器里允许使用麦克风，或者直接打字。',
  'no-speech': '没有听到声音。请靠近手机再说一遍，或者直接打字。',
  'audio-capture': '没有找到麦克风。请直接打字。',
}
const OTHER_FAULT = '这个浏览器现在听不了语音。请直接打字，也可以用键盘上的语音输入。'

function recognitionClass(): (new () => Recognition) | undefined {
  if (!isH5) return undefined
  const known = window as unknown as Record<string, (new () => Recognition) | undefined>
  return known['SpeechRecognition'] ?? known['webkitSpeechRecognition']
}

export function canListen(): boolean {
  return recognitionClass() !== undefined
}

/** Listen to one utterance: `hear` gets the words so far, `end` why it ended (empty where all is well). */
export function listen(language: Language, hear: (words: string) => void, end: (fault: string) => void): Listening {
  const Recogniser = recognitionClass()
  if (!Recogniser) {
    setTimeout(() => end(OTHER_FAULT))
    return { finish: () => undefined, drop: () => undefined }
  }
  const recogniser = new Recogniser()
  let fault = ''
  recogniser.lang = TONGUES[language]
  recogniser.interimResults = true
  recogniser.onresult = ({ results }) => hear(Array.from(results, (result) => result[0]?.transcript ?? '').join(''))
  recogniser.onerror = ({ error }) => void (fault = error === 'aborted' ? '' : FAULTS[error] ?? OTHER_FAULT)
  recogniser.onend = () => end(fault)
  recogniser.start()
  return { finish: () => recogniser.stop(), drop: () => recogniser.abort() }
}
