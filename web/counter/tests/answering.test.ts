import 'fake-indexeddb/auto'

import { afterEach, expect, it, vi } from 'vitest'
import { reactive } from 'vue'

import { useAnswer } from '@/lib/answering'
import { parcels } from '@/lib/outbox'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it('an answer that is lost is said to be, may be pressed again, and is given under one key', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('no network')
  })
  const given = vi.fn()
  const showing = { id: 's', content_sha256: 'hash' }
  const { give, isBusy, isLost } = useAnswer(() => ({ showing, base: '/pad', token: 'secret' }), given)
  const broken = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('', 'UnknownError')
  })
  await give('评价', { reasons: [] })
  expect([isBusy.value, isLost.value, given.mock.calls.length]).toEqual([false, true, 0])
  broken.mockRestore()
  await Promise.all([give('评价', { reasons: reactive(['慢']) }), give('评价', { reasons: [] })])
  expect([isBusy.value, isLost.value]).toEqual([false, false])
  const kept = await parcels()
  expect(kept).toMatchObject([{ path: '/pad/answer', token: 'secret', body: { content_sha256: 'hash', reasons: ['慢'] } }])
  expect(given.mock.calls).toEqual([[kept[0]?.key]])
})
