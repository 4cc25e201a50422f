import { ref, type Ref } from 'vue'

/**
 * Says what stands in the field, one sentence after the other. The field is free for the next one at
 * once; what could not be said comes back into it.
 * @param send says it under a mark: the same mark twice is said once
 * @throws what `send` throws
 */
export function useSaying(words: Ref<string>, send: (text: string, mark: string) => Promise<unknown>): { isSaying: Ref<boolean>; say: () => Promise<void> } {
  const isSaying = ref(false)
  let last = { text: '', mark: '' }

  async function say(): Promise<void> {
    const text = words.value
    if (!text.trim() || isSaying.value) return
    if (text !== last.text) last = { text, mark: crypto.randomUUID() }
    isSaying.value = true
    words.value = ''
    try {
      await send(text, last.mark)
      last = { text: '', mark: '' }
    } catch (error) {
      words.value = words.value ? `${text}\n${words.value}` : text
      throw error
    } finally {
      isSaying.value = false
    }
  }

  return { isSaying, say }
}
