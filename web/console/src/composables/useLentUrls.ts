import { onScopeDispose } from 'vue'

/** Addresses under which the page shows files, taken back when the page goes. */
export function useLentUrls(): { lend: (fetchIt: () => Promise<Blob>) => Promise<string> } {
  const lent: string[] = []
  let isOver = false

  onScopeDispose(() => {
    isOver = true
    lent.forEach((url) => URL.revokeObjectURL(url))
  })

  return {
    /** Fetches nothing, and lends nothing, once the page is gone. */
    async lend(fetchIt) {
      const file = isOver ? null : await fetchIt()
      if (!file || isOver) return ''
      const url = URL.createObjectURL(file)
      lent.push(url)
      return url
    },
  }
}
