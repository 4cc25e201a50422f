import { afterEach, describe, expect, it, vi } from 'vitest'

import { device, keepDevice, type Enrolled } from '@/lib/enrolment'
import { getJson, send } from '@/lib/http'

const enrolled: Enrolled = { device_id: 'd', token: 'secret', kind: 'tablet', name: '', hall_id: '', counter_id: '' }
const answering = (body: string, status: number): void => {
  vi.stubGlobal('fetch', async () => new Response(body, { status }))
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('a request', () => {
  it('waits the longer the more there is to send', async () => {
    answering('{}', 200)
    const waited = vi.spyOn(AbortSignal, 'timeout')
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(6_000_001)]), 'a.jpg')
    await send('/words', { method: 'POST', body: { text: 'x' } })
    await send('/photo', { method: 'POST', body: form })
    const [words, photo] = waited.mock.calls.map(([milliseconds]) => milliseconds)
    expect(words).toBe(15_000)
    // 6 MB at 200 kbit/s.
    expect(photo).toBeGreaterThan(240_000)
  })

  it('tells a slow network from none', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new DOMException('', 'TimeoutError')
    })
    await expect(send('/x')).rejects.toMatchObject({ status: 0, code: 'too_slow' })
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('')
    })
    await expect(send('/x')).rejects.toMatchObject({ status: 0, code: 'offline' })
  })

  it('knows the words of the server from a page somebody else put up', async () => {
    answering('{"detail": "这一屏已结束", "code": "gone"}', 404)
    await expect(send('/x')).rejects.toMatchObject({ status: 404, code: 'gone', message: '这一屏已结束' })
    for (const page of ['<html>', 'null', '{"message": "no route"}', '{"detail": []}']) {
      answering(page, 404)
      await expect(send('/x')).rejects.toMatchObject({ status: 0, code: 'not_ours' })
    }
    answering('<html>sign in first</html>', 200)
    await expect(getJson('/x')).rejects.toMatchObject({ status: 0, code: 'not_ours' })
  })
})

describe('the device', () => {
  it('is forgotten with all it showed on the word of the server, and of nobody else', async () => {
    const tab = new Map([['counter.state', '{"showing": {}}']])
    vi.stubGlobal('localStorage', { setItem: () => undefined, removeItem: () => undefined })
    vi.stubGlobal('sessionStorage', { removeItem: (key: string) => tab.delete(key) })
    keepDevice(enrolled)
    answering('<html>sign in first</html>', 401)
    await expect(send('/x')).rejects.toThrow()
    expect(device.value?.device_id).toBe('d')
    answering('{"detail": "这台设备已停用"}', 401)
    await expect(send('/x')).rejects.toThrow()
    expect(device.value).toBeNull()
    expect(tab.size).toBe(0)
  })
})
