import { describe, expect, it } from 'vitest'

import { toGcj02, type Coordinates } from '@/domain/coordinates'
import { piecesOf } from '@/domain/highlights'
import { partAround, WHOLE_AT_MOST, withEarlier, withLater } from '@/domain/part'
import { articleName, beginning, citation, documentRoute, folded, passageLine, quotation } from '@/domain/passages'
import { distanceText, placeChoices, resolvedText } from '@/domain/places'
import { RECENT_AT_MOST, withRecent } from '@/domain/recent'
import { isUnconfirmed, warningsOf } from '@/domain/notes'
import { countText, describeHit, hitRoute, itemTags, spellingNote } from '@/domain/search'
import { commandRoute } from '@/domain/commands'
import { hits, passage, places } from './knowledge_fixtures'

describe('highlights', () => {
  it('cut a text where the words stand', () => {
    expect(piecesOf('怎样办居住证签注', [[3, 6]])).toEqual([
      { text: '怎样办', isHit: false }, { text: '居住证', isHit: true }, { text: '签注', isHit: false },
    ])
    expect(piecesOf('居住证', [[0, 3]])).toEqual([{ text: '居住证', isHit: true }])
    expect(piecesOf('居住证', [])).toEqual([{ text: '居住证', isHit: false }])
    expect(piecesOf('', null)).toEqual([])
  })

  it('count characters, not halves of rare ones', () => {
    expect(piecesOf('𠮷祥坊服务站', [[3, 6]])).toEqual([
      { text: '𠮷祥坊', isHit: false }, { text: '服务站', isHit: true },
    ])
  })

  it.each([[[[0, 1], [1, 2]]], [[[1, 3], [2, 9]]], [[[5, 8]]]] as [[number, number][]][])('lose nothing with %j', (spans) => {
    expect(piecesOf('一二三四', spans).map((piece) => piece.text).join('')).toBe('一二三四')
  })
})

describe('results', () => {
  it('lead to their pages; a FAQ is answered where it stands', () => {
    expect(hits.map(hitRoute)).toEqual([
      '/pages/item/index?code=11440300MB2C05837X4002036001002',
      '/pages/document/index?id=gz-elder-2020&article=2',
      null,
      `/pages/places/index?q=${encodeURIComponent('天园街道政务服务中心')}`,
    ])
  })

  it('say what a row needs besides its title', () => {
    expect(hits.map(describeHit)).toEqual([
      { tags: ['深圳市', '市级'], line: '深圳市民政局' },
      { tags: [], line: '穗府办规〔2020〕1号 · 广州市人民政府办公厅 · 2020年3月1日起施行' },
      { tags: [], line: '' },
      { tags: ['街道政务服务中心'], line: '' },
    ])
    expect(itemTags({ is_guided: true, region_name: '广州市天河区', level: '区级' })).toEqual([])
  })

  it('warn in full of what changes their worth, and mark what was only not compared', () => {
    expect(hits.map(warningsOf)).toEqual([
      ['这是深圳市的规定，不适用于广州市天河区。'], ['已于2025年3月1日失效，仅供参考。'], [], [],
    ])
    expect(hits.map(isUnconfirmed)).toEqual([false, false, false, true])
    expect(warningsOf({ ...hits[2]!, notes: ['以官方公布为准'] })).toEqual([])
  })

  it('tell of a correction only where the best was found by sound', () => {
    expect(spellingNote([{ ...hits[0]!, matched_by: 'spelling' }])).toBe('按读音纠正为「高龄津贴」')
    expect(spellingNote(hits)).toBe('')
    expect(spellingNote([])).toBe('')
  })

  it('are counted up to a limit', () => {
    expect([countText(undefined), countText(0), countText(99), countText(100)]).toEqual(['', '0', '99', '99+'])
  })
})

describe('recent searches', () => {
  it('stand newest first, each once, no more than ten', () => {
    expect(withRecent(['甲', '乙'], ' 乙 ')).toEqual(['乙', '甲'])
    expect(withRecent(['甲'], '  ')).toEqual(['甲'])
    const many = Array.from({ length: 30 }, (_, n) => `词${n}`).reduce(withRecent, [] as string[])
    expect([many.length, many[0]]).toEqual([RECENT_AT_MOST, '词29'])
  })
})

describe('passages', () => {
  it('are named, cited and quoted', () => {
    expect(articleName({ label: '第三条', heading: '适用对象' })).toBe('第三条 适用对象')
    expect(articleName({ label: '', heading: '' }, '这一段')).toBe('这一段')
    expect(citation(passage)).toBe('《广州市高龄津贴办法》（穗府办规〔2020〕1号）')
    expect(citation({ title: '关于印发《办法》的通知' })).toBe('关于印发《办法》的通知')
    expect(quotation(passage, passage)).toBe(
      '《广州市高龄津贴办法》（穗府办规〔2020〕1号）\n第三条 适用对象\n年满八十周岁的老年人可以申领。\n（来自天河智慧政务，以官方公布为准）',
    )
    expect(documentRoute('a/b', 0)).toBe('/pages/document/index?id=a%2Fb&article=0')
    expect(documentRoute('a', null)).toBe('/pages/document/index?id=a')
    expect(passageLine({ ...passage, valid_from: null, document_number: null })).toBe(
      '广州市人民政府办公厅 · 资料日期2026年11月1日',
    )
  })

  it('are folded at the end of a sentence when they are long', () => {
    const long = `${'申请人应当符合规定条件，'.repeat(10)}并如实申报。${'其他情形另行规定。'.repeat(20)}`
    expect(folded('短的条文。')).toBe('短的条文。')
    expect(folded(long)).toMatch(/。……$/)
    expect(folded('无标点'.repeat(100))).toBe(`${'无标点'.repeat(54).slice(0, 160)}……`)
    expect(beginning('  第一段\n文字')).toBe('第一段 文字')
    expect(beginning('字'.repeat(30))).toBe(`${'字'.repeat(24)}……`)
  })
})

describe('the part of a document that is drawn', () => {
  it('is all of a short one', () => {
    expect(partAround(null, WHOLE_AT_MOST)).toEqual({ start: 0, end: WHOLE_AT_MOST })
    expect(partAround(7, 8)).toEqual({ start: 0, end: 8 })
  })

  it.each([null, 0, 1, 57, 1500, 1999])('holds article %s of a long one, and can be widened to both ends', (wanted) => {
    let part = partAround(wanted, 2000)
    expect(part.start).toBeLessThanOrEqual(wanted ?? 0)
    expect(part.end).toBeGreaterThan(wanted ?? 0)
    expect(part.end - part.start).toBe(40)
    for (let n = 0; n < 60; n += 1) part = withLater(withEarlier(part), 2000)
    expect(part).toEqual({ start: 0, end: 2000 })
  })
})

describe('places', () => {
  it('tell how far they are', () => {
    expect([null, undefined, 3, 346, 999, 1234, 15_678].map(distanceText)).toEqual([
      '', '', '约10米', '约350米', '约1000米', '约1.2公里', '约16公里',
    ])
  })

  it('tell where the words lie', () => {
    const resolved = { district: '天河区', street: '天园街道', community: '骏景社区', matched: '骏景花园', alternatives: [] }
    expect(resolvedText(resolved)).toBe('天园街道 · 骏景社区')
    expect(resolvedText({ ...resolved, community: null })).toBe('天园街道')
    expect(resolvedText({ ...resolved, street: null, community: null })).toBe('天河区')
    expect(resolvedText(null)).toBe('')
  })

  it('are counted by kind', () => {
    expect(placeChoices(places)).toEqual([
      { id: '', label: '全部', count: 3 },
      { id: 'street_centre', label: '街道政务服务中心', count: 2 },
      { id: 'hall', label: '政务服务中心', count: 1 },
    ])
  })
})

describe('coordinates', () => {
  it.each<[string, Coordinates, Coordinates]>([
    ['Beijing', [116.404, 39.915], [116.410244, 39.916404]],
    ['Shanghai', [121.5272106, 31.1774276], [121.5315419, 31.175304]],
    ['Shenzhen', [113.912316, 22.543847], [113.9171765, 22.5407961]],
  ])('of %s are shifted as maps in the mainland are', (_name, measured, drawn) => {
    const [longitude, latitude] = toGcj02(measured)
    expect(longitude).toBeCloseTo(drawn[0], 5)
    expect(latitude).toBeCloseTo(drawn[1], 5)
  })

  it('outside the mainland stay as they are', () => {
    expect(toGcj02([2.35, 48.85])).toEqual([2.35, 48.85])
  })
})

it('opens a document from the conversation at its article', () => {
  expect(commandRoute({ name: 'document_show', args: { document_id: 'a-b', article: 2 } })).toBe(
    '/pages/document/index?id=a-b&article=2',
  )
})
