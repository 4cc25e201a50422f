import { onScopeDispose, watch, type WatchSource } from 'vue'

const TYPING_PAUSE_MS = 300

/** Acts once somebody stops typing. */
export function useTypingPause(source: WatchSource<string>, act: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(source, () => {
    clearTimeout(timer)
    timer = setTimeout(act, TYPING_PAUSE_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
}
