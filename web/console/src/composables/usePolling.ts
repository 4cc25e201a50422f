import { onScopeDispose } from 'vue'

/**
 * Looks again and again until there is nothing to wait for.
 * @param look asks once and tells whether to ask again
 * @returns `start` looks at once; asked during a look, it looks once more after it
 */
export function usePolling(look: () => Promise<boolean>, everyMs: number): { start: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isLooking = false
  let isAskedAgain = false
  let isOver = false

  async function round(): Promise<void> {
    isLooking = true
    isAskedAgain = false
    const goesOn = await look().finally(() => (isLooking = false))
    if (isOver) return
    if (isAskedAgain) void round()
    else if (goesOn) timer = setTimeout(() => void round(), everyMs)
  }

  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
  })
  return {
    start() {
      clearTimeout(timer)
      if (isLooking) isAskedAgain = true
      else void round()
    },
  }
}
