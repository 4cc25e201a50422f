/** What is typed in the form shared with a counter, while the server or the network fails. */
import { beforeEach, expect, it, vi } from 'vitest'
import { effectScope, ref, type EffectScope } from 'vue'

import type { CounterHandoff, EditWish } from '@/api/counter_handoffs'
import type { FormField } from '@/api/types'
import { useSharedForm } from '@/composables/useSharedForm'

const storage = new Map<string, string>()
let answer: (edits: EditWish[]) => { statusCode: number; data?: unknown }
let scope: EffectScope

interface Call {
  url: string
  data?: { edits: EditWish[] }
  success(result: object): void
}

vi.stubGlobal('uni', {
  getStorageSync: (key: string) => storage.get(key) ?? '',
  setStorageSync: (key: string, text: string) => void storage.set(key, text),
  removeStorageSync: (key: string) => void storage.delete(key),
  request: ({ url, data, success }: Call) =>
    setTimeout(() => success(url.endsWith('/edits') ? answer(data?.edits ?? []) : { statusCode: 200, data: {} }), 100),
})

const field = (id: string) => ({ id, label: id, kind: 'text' }) as FormField
const handoff = { id: 'h1', may_fill: true, form: { shop: '旧店名' }, marks: { shop: '1', owner: '1' } } as unknown as CounterHandoff
const kept = (): string[] => (JSON.parse(storage.get('tianhe.shared_edits') ?? '{"edits":[]}').edits as EditWish[]).map(({ value }) => String(value))

function open() {
  scope = effectScope()
  return scope.run(() => useSharedForm(ref(structuredClone(handoff)), () => Promise.resolve()))!
}

beforeEach(() => {
  scope?.stop()
  storage.clear()
  vi.useFakeTimers()
})

it.each([
  ['a gateway', 502, '服务暂时没有回应'],
  ['too many requests', 429, '服务暂时没有回应'],
  ['a session that ended', 401, '请重新登录'],
])('keeps what was typed over %s, and says so', async (_, statusCode, words) => {
  answer = () => ({ statusCode, data: '<html>' })
  const form = open()
  form.change(field('shop'), '新店名')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(kept()).toEqual(['新店名'])
  expect(form.note.value).toContain(words)
  form.rest()
})

it('keeps what was typed where another page stands in the place of the answer', async () => {
  answer = () => ({ statusCode: 200, data: '<html>请登录酒店网络</html>' })
  const form = open()
  form.change(field('shop'), '新店名')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(kept()).toEqual(['新店名'])
  form.rest()
})

it('drops only the refused edits, and says it at their field', async () => {
  answer = () => ({ statusCode: 403, data: { detail: '接力已结束。' } })
  const form = open()
  form.change(field('shop'), '新店名')
  await vi.advanceTimersByTimeAsync(750)
  form.change(field('owner'), '陈大文')
  await vi.advanceTimersByTimeAsync(100)
  expect(kept()).toEqual(['陈大文'])
  expect(form.faults.value).toEqual({ shop: '接力已结束。刚才填的没有存上，请核对后再填一次。' })
  form.rest()
})

it('shows the draft at once, and takes up what an earlier opening kept', async () => {
  storage.set('tianhe.shared_edits', JSON.stringify({ handoff: 'h1', edits: [{ edit_id: 'e', field: 'owner', base: '1', value: '陈大文' }] }))
  answer = () => ({ statusCode: 503 })
  const form = open()
  expect(form.texts.value).toEqual({ shop: '旧店名', owner: '陈大文' })
  form.change(field('shop'), '新店名')
  expect(kept()).toEqual(['陈大文', '新店名'])
  form.rest()
})
