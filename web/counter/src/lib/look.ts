/** How the screen looks and speaks: size of type and language, kept on the device. */

import { reactive, watchEffect } from 'vue'

import { en } from '@/words/en'
import { hans, type Words } from '@/words/hans'
import { hant } from '@/words/hant'

export const LANGUAGES = [
  { id: 'hans', label: '简体', tag: 'zh-CN' },
  { id: 'hant', label: '繁體（粵）', tag: 'zh-HK' },
  { id: 'en', label: 'English', tag: 'en' },
] as const

export type Language = (typeof LANGUAGES)[number]['id']

const DICTIONARIES: Record<Language, Words> = { hans, hant, en }

export const look = reactive({
  language: (kept('counter.language') ?? 'hans') as Language,
  isLarge: kept('counter.large') === '1',
})

/** The next visitor finds the screen as the hall set it up. */
export function resetLook(): void {
  look.language = 'hans'
  look.isLarge = false
}

/** A sentence in the chosen language; `{name}` in it is filled from `values`. */
export function t(key: keyof Words, values: Record<string, string | number> = {}): string {
  const sentence = (DICTIONARIES[look.language] ?? hans)[key]
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** Keeps the page's root in step with the choice. */
export function followLook(root: HTMLElement): void {
  watchEffect(() => {
    root.classList.toggle('is-large', look.isLarge)
    root.lang = LANGUAGES.find(({ id }) => id === look.language)?.tag ?? 'zh-CN'
    localStorage.setItem('counter.language', look.language)
    localStorage.setItem('counter.large', look.isLarge ? '1' : '0')
  })
}

function kept(name: string): string | null {
  return typeof localStorage === 'undefined' ? null : localStorage.getItem(name)
}
