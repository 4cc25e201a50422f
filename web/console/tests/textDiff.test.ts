import { describe, expect, it } from 'vitest'

import { textDiff, type Piece } from '@/logic/textDiff'

const side = (pieces: Piece[], without: Piece['kind']): string =>
  pieces
    .filter((piece) => piece.kind !== without)
    .map((piece) => piece.text)
    .join('')

const pairs: [string, string][] = [
  ['', ''],
  ['', '新写的一句。'],
  ['删去的一句。', ''],
  ['当场登记，不收费。', '登记，当场办好，不收费。'],
  ['第一条 甲。\n第二条 乙。\n第三条 丙。', '第一条 甲。\n第三条 丙。\n第四条 丁。'],
  ['补贴1000元', '补贴1500元'],
  ['a', 'b'],
]

describe('two texts side by side', () => {
  it.each(pairs)('give both texts back: %j → %j', (before, after) => {
    const pieces = textDiff(before, after)
    expect(side(pieces, 'added')).toBe(before)
    expect(side(pieces, 'removed')).toBe(after)
  })

  it('give back random edits of a text, whatever was cut and put in', () => {
    let seed = 7
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed % below
    }
    const text = '市民凭身份证。到街道登记，\n不收费；三日内办结！咨询12345。'
    for (let round = 0; round < 200; round += 1) {
      const [from, cut, put] = [random(text.length), random(9), random(text.length)]
      const edited = text.slice(0, from) + text.slice(put, put + random(7)) + text.slice(from + cut)
      const pieces = textDiff(text, edited)
      expect(side(pieces, 'added')).toBe(text)
      expect(side(pieces, 'removed')).toBe(edited)
    }
  })

  it('keep equal sentences whole and mark only the words that changed', () => {
    expect(textDiff('先登记。补贴1000元。再领取。', '先登记。补贴1500元。再领取。')).toEqual([
      { kind: 'same', text: '先登记。补贴' },
      { kind: 'removed', text: '1000' },
      { kind: 'added', text: '1500' },
      { kind: 'same', text: '元。再领取。' },
    ])
  })

  it('say nothing changed where nothing did', () => {
    expect(textDiff('一样。', '一样。')).toEqual([{ kind: 'same', text: '一样。' }])
  })

  it('take a whole law that was rewritten as taken away and added, without a long wait', () => {
    const old = Array.from({ length: 3000 }, (_, n) => `旧${n}。`).join('')
    const fresh = Array.from({ length: 3000 }, (_, n) => `新${n}。`).join('')
    const started = performance.now()
    const pieces = textDiff(old, fresh)
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(side(pieces, 'removed')).toBe(fresh)
  })
})
