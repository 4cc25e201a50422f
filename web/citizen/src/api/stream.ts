/** The live line from the server: one connection until it ends, over fetch or a chunked request. */

import { apiUrl, bearer } from '@/api/client'
import { createEventParser, type ServerEvent } from '@/api/sse'
import { isH5 } from '@/platform/target'

const PATH = '/chat/stream'
const SILENCE_LIMIT_MS = 40_000

export interface StreamLine {
  /** Resolves when the line ends, for whatever reason; it never rejects. */
  ended: Promise<void>
  close(): void
}

/** Open the line. The server pings every 15 s; 40 s of silence means it is dead, and it is closed. */
export function openStream(onEvent: (event: ServerEvent) => void): StreamLine {
  const parse = createEventParser()
  let stop: () => void = () => undefined
  let closed = false
  let silence: ReturnType<typeof setTimeout>
  const watch = (): void => {
    clearTimeout(silence)
    silence = setTimeout(() => stop(), SILENCE_LIMIT_MS)
  }
  const receive = (chunk: Uint8Array): void => {
    watch()
    parse(chunk).forEach(onEvent)
  }
  const ended = (async () => {
    const token = await bearer().catch(() => '')
    if (closed || !token) return
    watch()
    await new Promise<void>((resolve) => {
      stop = connect(apiUrl(PATH), token, receive, resolve)
    })
  })().finally(() => clearTimeout(silence))
  return {
    ended,
    close() {
      closed = true
      stop()
    },
  }
}

type Connect = (
  url: string, token: string, receive: (chunk: Uint8Array) => void, end: () => void,
) => () => void

const connectByFetch: Connect = (url, token, receive, end) => {
  const abort = new AbortController()
  const headers = { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' }
  fetch(url, { headers, signal: abort.signal, cache: 'no-store' })
    .then(async (response) => {
      const reader = response.ok ? response.body?.getReader() : undefined
      while (reader) {
        const { done, value } = await reader.read()
        if (done) return
        receive(value)
      }
    })
    .catch(() => undefined)
    .finally(end)
  return () => abort.abort()
}

/** WeChat's own request task; uni-app's typings leave the chunk listener out. */
interface ChunkedTask {
  abort(): void
  onChunkReceived(listener: (result: { data: ArrayBuffer }) => void): void
}

const connectByChunkedRequest: Connect = (url, token, receive, end) => {
  const task: ChunkedTask = uni.request({
    url,
    enableChunked: true,
    timeout: 600_000,
    header: { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' },
    complete: end,
  }) as unknown as ChunkedTask
  task.onChunkReceived(({ data }) => receive(new Uint8Array(data)))
  return () => task.abort()
}

const connect = isH5 ? connectByFetch : connectByChunkedRequest
