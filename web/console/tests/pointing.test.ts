import { describe, expect, it } from 'vitest'

import type { TabletScreen } from '@/api/tablets'
import { hasPage, isPointed, pagesOf, partsOf, placeOf, sampleAt, shareOf, START, whereIs } from '@/logic/pointing'

const paper: TabletScreen = { id: '1', kind: 'signature', content: { pages: 3 }, phone: null, pointing: null }
const received: TabletScreen = {
  ...paper,
  kind: 'acceptance',
  content: {
    materials: [
      { id: 'm', name: '租赁合同', files: [{ id: 'a', name: 'a.pdf', media_type: 'application/pdf' }, { id: 'b', name: 'b.jpg', media_type: 'image/jpeg' }] },
    ],
  },
}

describe('pointing on the tablet', () => {
  it('knows what has pages, and how many', () => {
    expect(pagesOf(paper, START)).toBe(3)
    expect(pagesOf(received, { ...START, file_id: 'a' })).toBeNull()
    expect(pagesOf(received, { ...START, file_id: 'b' })).toBe(1)
    expect(hasPage(received, START)).toBe(false)
    expect(hasPage(received, { ...START, file_id: 'a' })).toBe(true)
    expect([isPointed('rating'), isPointed('text'), isPointed('item')]).toEqual([false, false, true])
  })

  it('sends nothing but the place', () => {
    const known = { ...START, page: 2, is_following: false, serial: 'x' }
    expect(placeOf(known)).toEqual({ ...START, page: 2 })
    expect(placeOf(null)).toEqual(START)
  })

  it('points at the lines a sample has, and no others', () => {
    const material = { id: 'm', name: '身份证', why: '核对身份', source_explain: '', copies: { original: 0, copy: 1 } }
    expect(partsOf(material).map(({ part }) => part)).toEqual(['why', 'copies'])
    expect(partsOf(material)[1]?.text).toBe('原件0份，复印件1份')
  })

  it('says where a screen is', () => {
    const names = received.content.materials ?? []
    expect(whereIs(paper, { ...START, page: 2 }, [])).toBe('第2页')
    expect(whereIs(received, { ...START, file_id: 'a', material_id: 'm', page: 2 }, names)).toBe('租赁合同 第2页')
    expect(whereIs(received, { ...START, material_id: 'm' }, names)).toBe('材料清单')
    expect(whereIs({ ...paper, kind: 'item' }, { ...START, material_id: 'm', part: 'why' }, names)).toBe('租赁合同')
  })

  it('says which side of which sample a screen is at', () => {
    const material = { id: 'm', name: '身份证明', samples: [{ id: 'id_card', name: '居民身份证' }] }
    const place = { ...START, material_id: 'm', part: 'whole' as const, file_id: 'id_card', page: 2 }
    for (const kind of ['item', 'sample'] as const) {
      expect(whereIs({ ...paper, kind }, place, [material])).toBe('样本「居民身份证」第2面')
    }
    expect(whereIs({ ...paper, kind: 'sample' }, { ...place, file_id: '' }, [material])).toBe('身份证明')
    expect(whereIs({ ...paper, kind: 'sample' }, START, [])).toBe('样本')
  })

  it('opens the side that is pointed at, else the first of the first sample', () => {
    const material = { id: 'm', name: '户口簿或结婚证', samples: [{ id: 'household', name: '户口簿' }, { id: 'marriage', name: '结婚证' }] }
    const first = { material_id: 'm', part: 'whole', file_id: 'household', page: 1 }
    expect(sampleAt(material, { ...START, file_id: 'marriage', page: 2 })).toEqual({ ...first, file_id: 'marriage', page: 2 })
    expect(sampleAt(material, START)).toEqual(first)
    expect(sampleAt(material, { ...START, file_id: 'id_card', page: 3 })).toEqual(first)
    expect(sampleAt({ id: 'm', name: '合同' }, START).file_id).toBe('')
  })

  it('turns a press into shares of the page, never outside it', () => {
    const box = { left: 100, top: 50, width: 400, height: 200 } as DOMRect
    expect(shareOf({ clientX: 200, clientY: 100, detail: 1 }, box)).toEqual({ x: 0.25, y: 0.25 })
    expect(shareOf({ clientX: 900, clientY: 0, detail: 1 }, box)).toEqual({ x: 1, y: 0 })
    expect(shareOf({ clientX: 0, clientY: 0, detail: 0 }, box)).toEqual({ x: 0.5, y: 0.5 })
  })
})
