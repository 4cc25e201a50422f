/** Reads `text/event-stream` bytes into events (WHATWG HTML, «Server-sent events»). */

export interface ServerEvent {
  event: string
  data: string
  id: string | null
}

/** Feeds decoded text in, gives complete events out; keeps the unfinished rest. */
export class EventStreamParser {
  private buffer = ''
  private lastId: string | null = null

  push(text: string): ServerEvent[] {
    this.buffer += text
    const lines = this.buffer.split(/\r\n|\n|\r(?!$)/)
    const events: ServerEvent[] = []
    let block: string[] = []
    let consumed = 0
    for (let index = 0; index < lines.length - 1; index += 1) {
      const line = lines[index] ?? ''
      if (line !== '') {
        block.push(line)
        continue
      }
      const event = this.readBlock(block)
      if (event) events.push(event)
      block = []
      consumed = index + 1
    }
    this.buffer = lines.slice(consumed).join('\n')
    return events
  }

  private readBlock(lines: string[]): ServerEvent | null {
    let event = 'message'
    const data: string[] = []
    for (const line of lines) {
      const [field, value] = splitField(line)
      if (field === 'event') event = value
      else if (field === 'data') data.push(value)
      else if (field === 'id') this.lastId = value
    }
    return data.length > 0 ? { event, data: data.join('\n'), id: this.lastId } : null
  }
}

function splitField(line: string): [string, string] {
  const colon = line.indexOf(':')
  if (colon < 0) return [line, '']
  const value = line.slice(colon + 1)
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value]
}
