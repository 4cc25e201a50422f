import { ref, type Ref } from 'vue'

/**
 * A field for the scan gun, which types a code and presses Enter, also while the last one is out.
 * @param take carries a code out and tells whether it was taken
 * @param select selects the field's text, so that the next scan replaces it
 */
export function useScanGun(take: (said: string) => Promise<boolean>, select: () => void): { typed: Ref<string>; scan: () => Promise<void> } {
  const typed = ref('')
  /** What is out, and what was scanned last. */
  let out = ''
  let last = ''

  async function scan(): Promise<void> {
    last = typed.value.trim()
    select()
    if (!last || out) return
    out = last
    const isTaken = await take(out)
    const isUntouched = typed.value.trim() === out
    const wasScannedOver = last !== out
    out = ''
    if (isTaken && isUntouched) typed.value = ''
    else if (!isTaken && wasScannedOver) return scan()
    if (isUntouched) select()
  }

  return { typed, scan }
}
