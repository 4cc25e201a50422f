/** A visitor's answer to what is shown: given once, however often it is pressed. */

import { ref } from 'vue'

import { newKey, post } from './outbox'
import type { Showing } from './showing'

/** Where an answer goes. */
interface Asking {
  showing: Pick<Showing, 'id' | 'content_sha256'>
  base: string
  token?: string
}

/**
 * @param asking read anew with each press
 * @param given called with the answer's key once it is safe
 */
export function useAnswer(asking: () => Asking, given: (key: string) => void) {
  const key = newKey()
  const isBusy = ref(false)
  /** It could be neither kept nor sent: press again. */
  const isLost = ref(false)

  async function give(label: string, body: Record<string, unknown>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    const { showing, base, token } = asking()
    // A copy: no store takes what a screen watches.
    const answer = JSON.parse(JSON.stringify({ content_sha256: showing.content_sha256, ...body })) as Record<string, unknown>
    isLost.value = !(await post({
      key, showingId: showing.id, path: `${base}/answer`, token, body: answer, label, madeAt: new Date().toISOString(),
    }))
    isBusy.value = false
    if (!isLost.value) given(key)
  }

  return { isBusy, isLost, give }
}
