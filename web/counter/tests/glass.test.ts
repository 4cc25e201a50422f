import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { keepDraftsOf, useGlass } from '@/lib/glass'
import type { SharedField } from '@/lib/handoff'
import { minutesLeft, useNow } from '@/lib/now'
import { mount } from './mounting'

const field = (id: string, mark = 'm1'): SharedField => ({
  id, label: id, kind: 'text', max_length: 50, unit: null, options: [], value: null, is_masked: false, mark,
})
const path = '/handoffs/h1'

/** Requests as they went out, and what the next locks answer; each waits until the test lets it go. */
let asked: string[] = []
let sent: { base: string; value: string }[] = []
let isYours = true
let waiting: Map<string, () => void>
let isSlow = false
const lock = (id: string): string => `PUT ${path}/locks/${id}`

const panel = (handoff = 'h1') => mount(() => useGlass(path, handoff))
const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(0) as unknown as Promise<void>

beforeEach(() => {
  vi.useFakeTimers()
  ;[asked, sent, isYours, isSlow, waiting] = [[], [], true, false, new Map()]
  keepDraftsOf('')
  vi.stubGlobal('fetch', async (to: string, { method, body }: RequestInit) => {
    const what = `${method} ${to}`
    asked.push(what)
    if (to.endsWith('/edits')) {
      sent.push(...(JSON.parse(String(body)) as { edits: typeof sent }).edits)
      return Response.json({ results: [{ message: '' }] })
    }
    if (isSlow) await new Promise<void>((go) => waiting.set(what, go))
    return method === 'PUT' ? Response.json({ is_yours: isYours }) : new Response(null, { status: 204 })
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('writing on the glass', () => {
  it('keeps what was typed while another field is opened, or the clerk puts something else up', async () => {
    const first = panel()
    await first.made.begin(field('a'), '')
    first.made.text.value = '天府路'
    await first.made.begin(field('b'), '旧')
    expect([first.made.text.value, first.made.isUnsent('a'), first.made.isUnsent('b')]).toEqual(['旧', true, false])
    first.app.unmount()
    const second = panel()
    await second.made.begin(field('a', 'm2'), '')
    expect(second.made.text.value).toBe('天府路')
    await second.made.propose(field('a', 'm2'))
    expect(sent).toMatchObject([{ value: '天府路', base: 'm1' }])
    expect([second.made.editing.value, second.made.isUnsent('a')]).toEqual(['', false])
    second.app.unmount()
  })

  it('keeps nothing for the next visitor', async () => {
    const { app, made } = panel()
    await made.begin(field('a'), '')
    made.text.value = '天府路'
    app.unmount()
    const next = panel('h2')
    await next.made.begin(field('a'), '')
    expect(next.made.text.value).toBe('')
    next.app.unmount()
  })

  it('holds one field, the one pressed last, however the answers come', async () => {
    const { app, made } = panel()
    isSlow = true
    void made.begin(field('a'), '')
    void made.begin(field('b'), '')
    for (const id of ['b', 'a']) {
      await settle()
      waiting.get(lock(id))?.()
    }
    isSlow = false
    await settle()
    expect(made.editing.value).toBe('b')
    expect(asked).toContain(`DELETE ${path}/locks/a`)
    asked = []
    await vi.advanceTimersByTimeAsync(8_100)
    expect(asked).toEqual([lock('b'), lock('b')])
    app.unmount()
    asked = []
    await vi.advanceTimersByTimeAsync(8_100)
    expect(asked).toEqual([])
  })

  it('holds nothing once the panel is gone, also where the answer comes later', async () => {
    const { app, made } = panel()
    isSlow = true
    void made.begin(field('a'), '')
    app.unmount()
    await settle()
    isSlow = false
    waiting.get(lock('a'))?.()
    await vi.advanceTimersByTimeAsync(8_100)
    expect(asked).toEqual([lock('a'), `DELETE ${path}/locks/a`])
  })

  it('says so where somebody else is writing there, and leaves the open field open', async () => {
    const { app, made } = panel()
    await made.begin(field('a'), '')
    isYours = false
    await made.begin(field('b'), '')
    expect(made.editing.value).toBe('a')
    expect(made.trouble.value).toContain('「b」正有人在填')
    app.unmount()
  })
})

describe('the present', () => {
  it('goes on while a screen stands, so that locks lapse and minutes are true', async () => {
    const end = new Date(Date.now() + 600_000).toISOString()
    const { app, made } = mount(() => useNow(1_000))
    expect(minutesLeft(end, made.value)).toBe(10)
    await vi.advanceTimersByTimeAsync(540_000)
    expect(minutesLeft(end, made.value)).toBe(1)
    app.unmount()
    expect(vi.getTimerCount()).toBe(0)
  })
})
