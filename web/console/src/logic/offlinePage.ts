/** Where this computer takes papers while the server is away. It outlives a reload, which is what is
 * tried first then. */

const KEPT = 'tianhe.console.offlinePage'

export const offlinePageKept = (): string => localStorage.getItem(KEPT) ?? ''
export const keepOfflinePage = (address: string): void => localStorage.setItem(KEPT, address)
