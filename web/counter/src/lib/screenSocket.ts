/** Keeps a screen's socket open for as long as it is wanted.
 *
 * Every message is the whole state, so a reconnected screen is right at once: nothing is replayed.
 */

const REFUSED = 4401
const FIRST_DELAY_MS = 800
const LONGEST_DELAY_MS = 2_000
const LOOK_MS = 10_000
const PATIENCE_MS = 4_000

export interface ScreenHandlers {
  onState: (state: Record<string, unknown>) => void
  onConnection: (isConnected: boolean) => void
  /** The device may not look any more: it was revoked or moved. */
  onRefused: () => void
}

/** Milliseconds before the next attempt: spread, so that a hall's screens do not come back in one
 * moment, and still within three seconds of their server. */
export function reconnectDelay(failures: number, random: () => number = Math.random): number {
  const base = Math.min(FIRST_DELAY_MS * 2 ** Math.min(failures, 6), LONGEST_DELAY_MS)
  return Math.round(base * (0.25 + 0.75 * random()))
}

/**
 * Opens the socket at `path` and keeps it open.
 * @returns a function that closes it for good
 */
export function openScreen(path: string, token: string, handlers: ScreenHandlers): () => void {
  let socket: WebSocket | null = null
  let failures = 0
  let isClosed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function connect(): void {
    clearTimeout(timer)
    if (isClosed) return
    const opened = new WebSocket(address(path), ['bearer', token])
    socket = opened
    opened.onmessage = ({ data }) => {
      failures = 0
      const message = JSON.parse(String(data)) as Record<string, unknown>
      handlers.onConnection(true)
      if (message.type === 'state') handlers.onState(message)
    }
    opened.onclose = ({ code }) => lost(opened, code)
  }

  function lost(which: WebSocket, code: number): void {
    if (which !== socket || isClosed) return
    socket = null
    handlers.onConnection(false)
    if (code === REFUSED) {
      close()
      handlers.onRefused()
      return
    }
    timer = setTimeout(connect, reconnectDelay(failures))
    failures += 1
  }

  function drop(): void {
    const gone = socket
    if (!gone) return
    gone.close()
    lost(gone, 1006)
  }

  /** A cable pulled out says nothing to a socket; asking for a sign of life does. */
  async function lookForLife(): Promise<void> {
    try {
      await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
    } catch {
      drop()
    }
  }

  function hurry(): void {
    if (!socket) connect()
  }

  const looking = setInterval(() => void lookForLife(), LOOK_MS)
  addEventListener('offline', drop)
  addEventListener('online', hurry)

  function close(): void {
    isClosed = true
    clearTimeout(timer)
    clearInterval(looking)
    removeEventListener('offline', drop)
    removeEventListener('online', hurry)
    socket?.close()
    socket = null
  }

  connect()
  return close
}

function address(path: string): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`
}
