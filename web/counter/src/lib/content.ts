/** What comes from the catalogue or was written by staff, in simplified characters: shown in those of
 * Hong Kong in 繁體. Never for names of people, for what they typed or handed in, nor for what is sent. */

import { computed, shallowRef, watch } from 'vue'

import { look } from './look'

/** Asked for with the first 繁體; until it has come, or where it does not, text stays as it is written. */
const converter = shallowRef<((text: string) => string) | null>(null)
const MOST = 3_000
const known = new Map<string, string>()

watch(
  () => look.language,
  async (language) => {
    if (language !== 'hant' || converter.value) return
    const loaded = await import('./hongkong').catch(() => null)
    converter.value = loaded?.toHongKong ?? null
  },
  { immediate: true },
)

/** `text` as it is shown. `asIs` are names and values within it that stay as people gave them. */
export function c(text: string | null | undefined, asIs: readonly (string | null | undefined)[] = []): string {
  const convert = converter.value
  if (!text || look.language !== 'hant' || !convert) return text ?? ''
  const kept = asIs.find((value) => value && text.includes(value))
  if (kept) return text.split(kept).map((part) => c(part, asIs)).join(kept)
  const before = known.get(text)
  if (before !== undefined) return before
  if (known.size >= MOST) known.clear()
  const converted = convert(text)
  known.set(text, converted)
  return converted
}

/** The `lang` of content, where it is not the page's. */
export const contentLang = computed(() => {
  const isPages = look.language === 'hans' || (look.language === 'hant' && converter.value)
  return isPages ? undefined : 'zh-CN'
})
