import { onScopeDispose, ref, type Ref } from 'vue'

const KEPT = 'tianhe.console.nav'
const NARROW = '(max-width: 900px)'
const MIDDLING = '(max-width: 1180px)'

/**
 * How the left navigation stands: open, folded to its icons, or (on a narrow screen) out of
 * sight until called. What the reader chose is kept in this browser.
 */
export function useNavFold(): { isFolded: Ref<boolean>; isNarrow: Ref<boolean>; turn: () => void } {
  const kept = localStorage.getItem(KEPT)
  const narrow = window.matchMedia(NARROW)
  const isNarrow = ref(narrow.matches)
  const isFolded = ref(kept ? kept === 'folded' : window.matchMedia(MIDDLING).matches)
  const onChange = (): void => void (isNarrow.value = narrow.matches)
  narrow.addEventListener('change', onChange)
  onScopeDispose(() => narrow.removeEventListener('change', onChange))

  function turn(): void {
    isFolded.value = !isFolded.value
    localStorage.setItem(KEPT, isFolded.value ? 'folded' : 'open')
  }

  return { isFolded, isNarrow, turn }
}
