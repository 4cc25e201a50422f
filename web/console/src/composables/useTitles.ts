import { reactive, watch, type Ref } from 'vue'

import { listEntries } from '@/api/knowledge'

/** Titles once asked for, by key; they rarely change while somebody works. */
const known = reactive(new Map<string, string>())

/** What things are called, by their key `kind:key`; asks for those it does not know. */
export function useTitles(keys: Ref<readonly string[]>): {
  titleOf: (key: string) => string
  learn: (key: string, title: string) => void
} {
  async function ask(key: string): Promise<void> {
    known.set(key, key)
    const name = key.slice(key.indexOf(':') + 1)
    // Without an answer the key itself stands there.
    const page = await listEntries({ q: name, limit: 10 }).catch(() => null)
    const entry = page?.items.find((one) => `${one.kind}:${one.key}` === key)
    if (entry) known.set(key, entry.title)
  }

  watch(
    keys,
    (now) => now.filter((key) => !known.has(key)).forEach((key) => void ask(key)),
    { immediate: true },
  )
  return {
    titleOf: (key) => known.get(key) ?? key,
    learn: (key, title) => known.set(key, title),
  }
}
