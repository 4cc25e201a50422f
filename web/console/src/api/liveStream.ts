/** Keeps one event stream open for as long as it is wanted: reads, notices silence, reconnects. */

import { send } from './client'
import { EventStreamParser, type ServerEvent } from './eventStream'
import { ApiProblem } from './problem'

/** The server pings every 15 s; three missed pings mean the line is dead. */
const SILENCE_LIMIT_MS = 45_000
const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 30_000

export interface LiveStreamHandlers {
  onEvent: (event: ServerEvent) => void
  /** Called on every change; `reconnected` tells that events may have been missed. */
  onConnection: (connected: boolean, reconnected: boolean) => void
}

/** Milliseconds before attempt `failures` + 1: doubling, capped, with up to 25 % jitter. */
export function reconnectDelay(failures: number, random: () => number = Math.random): number {
  const base = Math.min(FIRST_DELAY_MS * 2 ** Math.min(failures, 10), LONGEST_DELAY_MS)
  return Math.round(base * (0.75 + 0.25 * random()))
}

/**
 * Opens the stream at `path` and keeps it open.
 * @returns a function that closes it for good
 */
export function openLiveStream(path: string, handlers: LiveStreamHandlers): () => void {
  const closing = new AbortController()
  void keepOpen(path, handlers, closing.signal)
  return () => closing.abort()
}

async function keepOpen(
  path: string,
  handlers: LiveStreamHandlers,
  closed: AbortSignal,
): Promise<void> {
  let failures = 0
  let wasConnected = false
  while (!closed.aborted) {
    try {
      await readOnce(path, closed, handlers.onEvent, () => {
        handlers.onConnection(true, wasConnected)
        wasConnected = true
        failures = 0
      })
    } catch (error) {
      if (error instanceof ApiProblem && [401, 403].includes(error.status)) return
    }
    if (closed.aborted) return
    handlers.onConnection(false, false)
    await pause(reconnectDelay(failures), closed)
    failures += 1
  }
}

async function readOnce(
  path: string,
  closed: AbortSignal,
  onEvent: (event: ServerEvent) => void,
  onOpen: () => void,
): Promise<void> {
  const attempt = new AbortController()
  const abort = (): void => attempt.abort()
  closed.addEventListener('abort', abort, { once: true })
  let watchdog = setTimeout(abort, SILENCE_LIMIT_MS)
  try {
    const response = await send(path, {
      signal: attempt.signal,
      headers: { Accept: 'text/event-stream' },
    })
    onOpen()
    const parser = new EventStreamParser()
    const decoder = new TextDecoder()
    const reader = response.body?.getReader()
    for (;;) {
      const chunk = await reader?.read()
      if (!chunk || chunk.done) return
      clearTimeout(watchdog)
      watchdog = setTimeout(abort, SILENCE_LIMIT_MS)
      parser.push(decoder.decode(chunk.value, { stream: true })).forEach(onEvent)
    }
  } finally {
    clearTimeout(watchdog)
    closed.removeEventListener('abort', abort)
  }
}

function pause(milliseconds: number, closed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    closed.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
