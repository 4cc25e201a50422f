/** When the console was renewed on the server while somebody works in the old one. */

const KEY = 'tianhe.console.begun-anew'
const AGAIN_AFTER_MS = 30_000

type Memory = Pick<Storage, 'getItem' | 'setItem'>

/** Whether a script of the console could not be fetched; every browser words it otherwise. */
export function isScriptGone(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|importing a module script|preload/i.test(error.message)
}

/** Once for a page, so that a server that is away does not reload it forever; remembers that it was asked. */
export function mayBeginAnew(path: string, now: number, memory: Memory = sessionStorage): boolean {
  const [at, where] = (memory.getItem(KEY) ?? '').split(' ')
  if (where === path && now - Number(at) < AGAIN_AFTER_MS) return false
  memory.setItem(KEY, `${now} ${path}`)
  return true
}
