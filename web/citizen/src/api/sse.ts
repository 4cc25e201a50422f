/** Server-sent events out of a stream of bytes (WHATWG HTML, 9.2.6), on any platform. */

export interface ServerEvent {
  event: string
  data: string
}

/**
 * A parser that takes bytes as they arrive, cut anywhere, even inside a character.
 *
 * Give it each chunk; it returns the events completed by it.
 */
export function createEventParser(): (chunk: Uint8Array) => ServerEvent[] {
  let rest: number[] = []
  let name = ''
  let data: string[] = []
  return (chunk) => {
    const events: ServerEvent[] = []
    for (const byte of chunk) {
      if (byte !== 0x0a) {
        rest.push(byte)
        continue
      }
      const line = decodeUtf8(rest).replace(/\r$/, '')
      rest = []
      if (line) {
        ;({ name, data } = readLine(line, name, data))
        continue
      }
      if (data.length) events.push({ event: name || 'message', data: data.join('\n') })
      name = ''
      data = []
    }
    return events
  }
}

function readLine(line: string, name: string, data: string[]): { name: string; data: string[] } {
  const colon = line.indexOf(':')
  const field = colon < 0 ? line : line.slice(0, colon)
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
  if (field === 'event') return { name: value, data }
  if (field === 'data') return { name, data: [...data, value] }
  return { name, data }
}

/** Mini-programs have no TextDecoder; percent decoding reads UTF-8 everywhere. */
function decodeUtf8(bytes: number[]): string {
  const escaped = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  try {
    return decodeURIComponent(escaped)
  } catch {
    return ''
  }
}
