/**
 * A voice that reads aloud: the browser's own. The mini-program would need WeChat's speech plug-in,
 * which this project has not applied for, so there nothing is offered.
 */

import { isH5 } from '@/platform/target'

export type Language = 'zh-CN' | 'zh-HK'

const TONGUES: Record<Language, RegExp> = { 'zh-CN': /^(zh[-_](Hans[-_])?CN|cmn|zh$)/i, 'zh-HK': /^(zh[-_](Hant[-_])?HK|yue)/i }

/** Whether this platform has a place for reading at all; whether a voice is there is another matter. */
export const isReadingOffered = isH5

function synthesis(): SpeechSynthesis | null {
  return isH5 && 'speechSynthesis' in window ? window.speechSynthesis : null
}

function voiceFor(language: Language): SpeechSynthesisVoice | undefined {
  return synthesis()?.getVoices().find(({ lang }) => TONGUES[language].test(lang))
}

/** Tell `heard` which Chinese voices the device has, now and whenever that changes. */
export function watchVoices(heard: (languages: Language[]) => void): void {
  const engine = synthesis()
  if (!engine) return
  const look = (): void => heard((Object.keys(TONGUES) as Language[]).filter((language) => voiceFor(language)))
  engine.addEventListener?.('voiceschanged', look)
  look()
}

/** Read the pieces one after another; `done` is called at the end, or where the voice gives up. */
export function speak(pieces: string[], language: Language, rate: number, done: () => void): void {
  const engine = synthesis()
  if (!engine || !pieces.length) return done()
  engine.cancel()
  const voice = voiceFor(language)
  pieces.forEach((piece, index) => {
    const utterance = new SpeechSynthesisUtterance(piece)
    utterance.lang = voice?.lang ?? language
    if (voice) utterance.voice = voice
    utterance.rate = rate
    utterance.onerror = done
    if (index === pieces.length - 1) utterance.onend = done
    engine.speak(utterance)
  })
}

export function hush(): void {
  synthesis()?.cancel()
}
