import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'

import { spotNear, turnedTo, useSample, type Side } from '@/lib/samples'

const side: Side = {
  number: 1, title: '人像面', picture_url: '/hall/v1/samples/id_card/sides/1', width: 1000, height: 500,
  spots: [
    { number: 1, x: 0.4, y: 0.2, text: '和申请表上的姓名一字不差' },
    { number: 2, x: 0.45, y: 0.2, text: '照片清楚' },
  ],
}
const place = { page: 2, file_id: 'id_card', material_id: 'm', part: 'whole' } as const

afterEach(() => vi.unstubAllGlobals())

describe('samples of a material', () => {
  it('are turned by a mark that is in one of them', () => {
    const samples = [{ id: 'household', name: '户口簿' }, { id: 'id_card', name: '居民身份证' }]
    expect(turnedTo(place, samples)).toEqual({ sample: 'id_card', side: 2 })
    expect(turnedTo({ ...place, file_id: '' }, samples)).toBeNull()
    expect(turnedTo({ ...place, file_id: 'passport' }, samples)).toBeNull()
  })

  it('find the number that is meant, as far away on the picture in both directions', () => {
    expect(spotNear(side, { x: 0.4, y: 0.2 })?.number).toBe(1)
    expect(spotNear(side, { x: 0.44, y: 0.22 })?.number).toBe(2)
    expect(spotNear(side, { x: 0.4, y: 0.35 })?.number).toBe(1)
    expect(spotNear(side, { x: 0.3, y: 0.2 })).toBeUndefined()
    expect(spotNear(side, null)).toBeUndefined()
    expect(spotNear({ ...side, spots: [] }, { x: 0.4, y: 0.2 })).toBeUndefined()
  })

  it('show the one asked for last, and say when it does not come', async () => {
    const coming: Record<string, (value: unknown) => void> = {}
    vi.stubGlobal('fetch', (path: string) => new Promise((give) => (coming[path.split('/').at(-1) ?? ''] = give)))
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
    const id = ref('first')
    const scope = effectScope()
    const { sample, hasFailed, read } = scope.run(() => useSample(() => id.value))!
    id.value = 'second'
    await nextTick()
    coming.second?.({ ok: true, json: async () => ({ id: 'second' }) })
    coming.first?.({ ok: true, json: async () => ({ id: 'first' }) })
    await vi.waitFor(() => expect(sample.value?.id).toBe('second'))
    const again = read()
    coming.second?.({ ok: false, status: 404, json: async () => ({}) })
    await again
    expect([sample.value, hasFailed.value]).toEqual([null, true])
    scope.stop()
  })
})
