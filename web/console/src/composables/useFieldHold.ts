import { onScopeDispose } from 'vue'

import { holdField, leaveField } from '@/api/counterDesk'

const RENEW_MS = 4_000

/** One field of a shared form at a time, held against the other side while it is edited. */
export function useFieldHold(handoffId: string): { take: (field: string) => Promise<boolean>; release: () => void } {
  let held = ''
  let renewal: ReturnType<typeof setInterval> | undefined
  let isOver = false

  const leave = (field: string): void => void leaveField(handoffId, field).catch(() => undefined)

  function release(): void {
    clearInterval(renewal)
    if (held) leave(held)
    held = ''
  }

  /** @returns whether the field is ours now; the one held before is let go */
  async function take(field: string): Promise<boolean> {
    const { is_yours: isOurs } = await holdField(handoffId, field)
    if (!isOurs) return false
    if (isOver) {
      leave(field)
      return false
    }
    if (held !== field) release()
    clearInterval(renewal)
    held = field
    renewal = setInterval(() => void holdField(handoffId, field).catch(() => undefined), RENEW_MS)
    return true
  }

  onScopeDispose(() => {
    isOver = true
    release()
  })
  return { take, release }
}
