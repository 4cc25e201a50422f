import { onScopeDispose } from 'vue'

/**
 * Looks again and again until there is nothing to wait for.
 * @param look asks once and tells whether to ask again
 */
export function usePolling(look: () => Promise<boolean>, everyMs: number): { start: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  async function round(): Promise<void> {
    const goesOn = await look()
    if (goesOn && !isOver) timer = setTimeout(() => void round(), everyMs)
  }

  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
  })
  return {
    start() {
      clearTimeout(timer)
      void round()
    },
  }
}
