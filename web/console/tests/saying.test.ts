import { describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'

import { useSaying } from '@/composables/useSaying'

describe('a reply to a citizen', () => {
  it('keeps what is typed while the sentence before is on its way', async () => {
    let arrive = (): void => undefined
    const send = vi.fn(() => new Promise<void>((done) => (arrive = done)))
    const words = ref('请带身份证')
    const { say } = useSaying(words, send)
    const saying = say()
    words.value = '还有照片'
    await say()
    arrive()
    await saying
    expect(send).toHaveBeenCalledTimes(1)
    expect(words.value).toBe('还有照片')
  })

  it('comes back into the field where it could not be said, and is said once', async () => {
    const send = vi.fn<(text: string, mark: string) => Promise<void>>().mockRejectedValueOnce(new Error()).mockResolvedValue()
    const words = ref('请带身份证')
    const { say } = useSaying(words, send)
    await expect(say()).rejects.toThrow()
    expect(words.value).toBe('请带身份证')
    await say()
    expect(send.mock.calls[1]).toEqual(send.mock.calls[0])
    expect(words.value).toBe('')
  })

  it('goes under a mark of its own once it was changed, or said', async () => {
    const send = vi.fn<(text: string, mark: string) => Promise<void>>().mockRejectedValueOnce(new Error()).mockResolvedValue()
    const words = ref('请带身份证')
    const { say } = useSaying(words, send)
    await say().catch(() => undefined)
    words.value = '请带身份证和照片'
    await say()
    words.value = '请带身份证和照片'
    await say()
    expect(new Set(send.mock.calls.map(([, mark]) => mark)).size).toBe(3)
  })
})
