import 'fake-indexeddb/auto'

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { deliver, newKey, outbox, parcels, post, refusalOf } from '@/lib/outbox'
import { isSignature } from '@/lib/showing'

interface Asked {
  path: string
  key: string
}

/** A bridge over a real socket that answers as told. */
let server: Server
let address = ''
let asked: Asked[] = []
/** Answers of `/slow`, for a test to give. */
let held: (() => void)[] = []
let answers: { status: number; body: object | string | null }[] = []

const accepted = { outcome: 'accepted', detail: '', is_repeat: false }

beforeEach(async () => {
  asked = []
  answers = []
  held = []
  outbox.reports = []
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      const reply = (): void => {
        asked.push({ path: request.url ?? '', key: (JSON.parse(text) as { key: string }).key })
        const answer = answers.shift() ?? { status: 200, body: accepted }
        response.writeHead(answer.status, { 'Content-Type': 'application/json' })
        response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
      }
      if (request.url === '/slow') held.push(reply)
      else reply()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const parcel = (path = `${address}/answer`, madeAt = new Date().toISOString(), showingId = 's') => ({
  key: newKey(), showingId, path, token: '', body: { text: 'x' }, label: '收件确认单', madeAt,
})

describe('what a visitor gave', () => {
  it('is sent once and forgotten', async () => {
    const one = parcel()
    await post(one)
    await deliver()
    expect(asked.map(({ key }) => key)).toEqual([one.key])
    expect(await parcels()).toEqual([])
    expect(outbox.reports).toEqual([])
  })

  it('comes again where two wrote at once', async () => {
    answers = [{ status: 409, body: { code: 'conflict', detail: '状态已变化' } }]
    await post(parcel())
    await deliver()
    expect(outbox.waiting).toHaveLength(1)
    await deliver()
    expect(outbox.waiting).toHaveLength(0)
    expect(outbox.reports).toEqual([])
  })

  it('waits while the bridge is down, under the same key, and goes in order', async () => {
    const [first, second] = [parcel(undefined, '2026-11-28T01:00:00Z'), parcel(undefined, '2026-11-28T01:00:01Z')]
    answers = Array.from({ length: 4 }, () => ({ status: 503, body: {} }))
    await post(second)
    await post(first)
    await deliver()
    expect(outbox.waiting).toHaveLength(2)
    answers = []
    asked = []
    await deliver()
    await deliver()
    expect(asked.map(({ key }) => key)).toEqual([first.key, second.key])
    expect(outbox.waiting).toEqual([])
  })

  it('is kept where the tablet was moved, and keeps nobody else waiting', async () => {
    const [moved, next] = [parcel(undefined, '2026-11-28T01:00:00Z'), parcel(undefined, '2026-11-28T01:00:01Z')]
    answers = Array.from({ length: 4 }, () => ({ status: 503, body: {} }))
    await post(moved)
    await post(next)
    await deliver()
    answers = [{ status: 403, body: { detail: '这台设备不在这个窗口' } }]
    asked = []
    await deliver()
    await deliver()
    expect(asked.map(({ key }) => key).slice(0, 2)).toEqual([moved.key, next.key])
    expect(await parcels()).toEqual([])
    expect(outbox.reports).toEqual([])
  })

  it('is reported where it came too late or twice, and then forgotten', async () => {
    answers = [
      { status: 200, body: { outcome: 'conflict', detail: '办件已经办结', is_repeat: false } },
      { status: 404, body: { detail: '这一屏已结束' } },
    ]
    const late = parcel()
    await post(late)
    await deliver()
    await post(parcel())
    await deliver()
    expect(refusalOf(late.key)?.detail).toBe('办件已经办结')
    expect(outbox.reports.map(({ detail }) => detail)).toEqual(['办件已经办结', '这一屏已结束'])
    expect(await parcels()).toEqual([])
  })

  it('is kept on the word of a gateway, whatever its status, until the server itself has it', async () => {
    const page = '<html>404</html>'
    const foreign = [
      { status: 404, body: page }, { status: 413, body: {} }, { status: 422, body: { detail: [] } },
      { status: 200, body: page }, { status: 200, body: { ok: true } }, { status: 200, body: null },
    ]
    const one = parcel()
    answers = [...foreign]
    await post(one)
    for (const _ of foreign) await deliver()
    expect(asked.map(({ key }) => key)).toEqual(foreign.map(() => one.key))
    expect((await parcels()).map(({ key }) => key)).toEqual([one.key])
    await deliver()
    expect([await parcels(), outbox.reports]).toEqual([[], []])
  })

  it('does not wait for what another showing is still sending', async () => {
    await post(parcel(`${address}/slow`, '2026-11-28T01:00:00Z', 'slow'))
    const signature = parcel(undefined, '2026-11-28T01:00:01Z', 'next')
    await post(signature)
    await vi.waitFor(() => expect(asked.map(({ key }) => key)).toEqual([signature.key]))
    held.forEach((reply) => reply())
    await vi.waitFor(async () => expect(await parcels()).toEqual([]))
  })
})

describe('a store that fails', () => {
  it('costs nothing: what cannot be kept is sent at once, or said to be lost; the next is kept again', async () => {
    vi.resetModules()
    const fresh = await import('@/lib/outbox')
    const broken = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('', 'UnknownError')
    })
    const one = parcel()
    expect(await fresh.post(one)).toBe(true)
    expect(asked.map(({ key }) => key)).toEqual([one.key])
    answers = [{ status: 503, body: '' }]
    expect(await fresh.post(parcel())).toBe(false)
    broken.mockRestore()
    answers = [{ status: 503, body: '' }]
    expect(await fresh.post(parcel())).toBe(true)
    expect(await fresh.parcels()).toHaveLength(1)
    await vi.waitFor(() => expect(answers).toEqual([]))
    await fresh.deliver()
    await fresh.deliver()
    expect(await fresh.parcels()).toEqual([])
  })

  it('is opened anew once the browser has closed it', async () => {
    await parcels()
    const closed = indexedDB.deleteDatabase('counter')
    await new Promise((resolve) => (closed.onsuccess = resolve))
    expect(await post(parcel())).toBe(true)
    await deliver()
    expect(asked).toHaveLength(1)
  })
})

describe('a signature', () => {
  const row = (count: number, step: number) =>
    Array.from({ length: count }, (_, i): [number, number, number, number] => [i * step, 10, i, 0.5])

  it('is long and wide enough to be a name', () => {
    expect(isSignature({ width: 600, height: 200, strokes: [row(20, 10)] })).toBe(true)
    expect(isSignature({ width: 600, height: 200, strokes: [row(20, 1)] })).toBe(false)
    expect(isSignature({ width: 600, height: 200, strokes: [row(5, 60)] })).toBe(false)
    expect(isSignature({ width: 600, height: 200, strokes: [] })).toBe(false)
  })
})
