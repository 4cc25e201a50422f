import { expect, it } from 'vitest'

import { createEventParser } from '@/api/sse'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const STREAM = ': hello\n\nevent: case\ndata: {"status_label":"已受理"}\n\nevent: ping\r\ndata: {}\r\n\r\ndata: 一\ndata: 二\n\n'
const EVENTS = [
  { event: 'case', data: '{"status_label":"已受理"}' },
  { event: 'ping', data: '{}' },
  { event: 'message', data: '一\n二' },
]

it('reads a whole stream', () => {
  expect(createEventParser()(bytes(STREAM))).toEqual(EVENTS)
})

it('reads the same stream byte by byte, characters cut apart', () => {
  const parse = createEventParser()
  expect([...bytes(STREAM)].flatMap((byte) => parse(Uint8Array.of(byte)))).toEqual(EVENTS)
})

it('gives nothing for an event that is not complete', () => {
  expect(createEventParser()(bytes('event: case\ndata: {}\n'))).toEqual([])
})
