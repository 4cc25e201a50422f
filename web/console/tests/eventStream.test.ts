import { describe, expect, it } from 'vitest'

import { EventStreamParser } from '@/api/eventStream'
import { reconnectDelay } from '@/api/liveStream'

describe('EventStreamParser', () => {
  it('reads an event with its name and data', () => {
    const events = new EventStreamParser().push('event: task\ndata: {"case_number":"TH1"}\n\n')
    expect(events).toEqual([{ event: 'task', data: '{"case_number":"TH1"}', id: null }])
  })

  it('waits for the rest when an event comes in pieces', () => {
    const parser = new EventStreamParser()
    expect(parser.push('event: ta')).toEqual([])
    expect(parser.push('sk\ndata: 1\n')).toEqual([])
    expect(parser.push('\nevent: ping\nda')).toEqual([{ event: 'task', data: '1', id: null }])
    expect(parser.push('ta: 2\n\n')).toEqual([{ event: 'ping', data: '2', id: null }])
  })

  it('accepts every line ending, also one split between two pieces', () => {
    const parser = new EventStreamParser()
    expect(parser.push('data: a\r')).toEqual([])
    expect(parser.push('\n\r\n')).toEqual([{ event: 'message', data: 'a', id: null }])
    expect(parser.push('data: b\r\rdata: c\n\n').map((event) => event.data)).toEqual(['b', 'c'])
  })

  it('joins data lines, skips comments, and remembers the last id', () => {
    const parser = new EventStreamParser()
    expect(parser.push(': hello\n\nid: 7\ndata: a\ndata:b\n\n')).toEqual([
      { event: 'message', data: 'a\nb', id: '7' },
    ])
    expect(parser.push('data: c\n\n')[0]?.id).toBe('7')
  })
})

describe('reconnectDelay', () => {
  it('doubles up to thirty seconds', () => {
    const delays = [0, 1, 2, 5, 50].map((failures) => reconnectDelay(failures, () => 1))
    expect(delays).toEqual([1_000, 2_000, 4_000, 30_000, 30_000])
  })

  it('spreads returning consoles over a quarter of the delay', () => {
    expect(reconnectDelay(0, () => 0)).toBe(750)
  })
})
