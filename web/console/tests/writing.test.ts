import { describe, expect, it } from 'vitest'

import { mergeIntoPrevious, moved, splitArticle, type Article } from '@/logic/articles'
import { faultsAt, hasFaultsUnder, parseFault, parseFaults, valueAt } from '@/logic/faults'
import { tabOf } from '@/logic/forms/item'
import { keyFault, newBody, pathLabel, prepared } from '@/logic/forms/shapes'
import { begin, canRedo, canUndo, current, record, redo, undo } from '@/logic/history'
import { parseLocation } from '@/logic/location'
import { marksOf, readPart, wordsOf, writePart } from '@/logic/yamlPart'

const article = (label: string, text: string): Article => ({ label, heading: '', text, page: 2 })

describe('articles', () => {
  const articles = [article('第一条', '甲。乙。'), article('第二条', '丙。')]

  it('are split where the caret stands', () => {
    const split = splitArticle(articles, 0, 2)
    expect(split.map((one) => [one.label, one.text, one.page])).toEqual([
      ['第一条', '甲。', 2],
      ['', '乙。', 2],
      ['第二条', '丙。', 2],
    ])
  })

  it.each([0, 4])('are not split into nothing (at %i)', (offset) => {
    expect(splitArticle(articles, 0, offset)).toBe(articles)
  })

  it('are merged without losing their numbers', () => {
    expect(mergeIntoPrevious(articles, 1)).toEqual([article('第一条', '甲。乙。\n第二条\n丙。')])
    expect(mergeIntoPrevious(articles, 0)).toBe(articles)
  })

  it.each([
    [0, 2, 'bca'],
    [2, 0, 'cab'],
    [1, 1, 'abc'],
    [0, 3, 'abc'],
    [-1, 0, 'abc'],
  ])('move from %i to %i', (from, to, expected) => {
    expect(moved([...'abc'], from, to).join('')).toBe(expected)
  })
})

describe('faults', () => {
  it.each([
    ['asks: 至少要有4条', 'asks', '至少要有4条'],
    ['articles.3.text: 还没有填写', 'articles.3.text', '还没有填写'],
    ['问法「年报」同时写在常见问题和年报', '', '问法「年报」同时写在常见问题和年报'],
    ['示例「开餐馆」: 材料不对', '', '示例「开餐馆」: 材料不对'],
  ])('name their field: %s', (fault, path, text) => {
    expect(parseFault(fault)).toEqual({ path, text })
  })

  it('are found at a field, or anywhere inside where it is shown whole', () => {
    const faults = parseFaults(['location.0: 应为数字', 'name: 还没有填写'])
    expect(faultsAt(faults, 'location')).toEqual([])
    expect(faultsAt(faults, 'location', true)).toEqual(['应为数字'])
    expect(hasFaultsUnder(faults, 'loc')).toBe(false)
  })

  it.each([
    ['faq', 'source.document_number', '来源 › 文号'],
    ['document', 'articles.2.text', '条文 › 第 3 项 › 正文'],
    ['item', 'item.asks.0.text', '基本信息 › 问法 › 第 1 种 › 说的话'],
    ['item', 'situations.questions.1.options', '情形 › 问题 › 第 2 项 › 选项'],
  ] as const)('of a %s at %s are told as «%s»', (shape, path, label) => {
    expect(pathLabel(shape, path)).toBe(label)
  })

  it.each([
    ['item.summary', 'basics'],
    ['item.asks.3', 'asks'],
    ['guide.fee.text', 'guide'],
    ['examples.examples', 'examples'],
    ['', 'basics'],
  ])('at %s stand on the tab %s', (path, tab) => {
    expect(tabOf(path)).toBe(tab)
  })
})

describe('a body', () => {
  it('is given every field its form binds to, and keeps what it does not know as it is', () => {
    const body = prepared('brief', { name: '年报', is_online: null, statutory: { days: 3, verified: true } })
    expect(body).toMatchObject({ name: '年报', is_online: null, themes: [], promised: null })
    expect(valueAt(body, 'statutory')).toMatchObject({ days: 3, verified: true, explain: null })
  })

  it('begins with its key and title, and with what most of its kind have', () => {
    expect(newBody('document', 'night_market', '夜市办法', '2026-11-27')).toMatchObject({
      id: 'night_market',
      title: '夜市办法',
      kind: 'policy',
      region: '440106',
      as_of: '2026-11-27',
      articles: [],
    })
    const faq = newBody('faq', 'report', '年报怎么报？', '2026-11-27')
    expect(valueAt(faq, 'source.as_of')).toBe('2026-11-27')
  })

  it.each([
    ['faq', 'annual_report', true],
    ['faq', 'Annual', false],
    ['document', 'ab', false],
    ['brief', '11440106007519140X4000131001000', true],
    ['brief', '123', false],
  ] as const)('of shape %s may be named %s: %s', (shape, key, isFine) => {
    expect(keyFault(shape, key) === null).toBe(isFine)
  })
})

describe('steps of writing', () => {
  it('are taken back and done again; new ones forget what was taken back', () => {
    let history = record(record(begin('a'), 'b'), 'c')
    history = undo(undo(history))
    expect([current(history), canUndo(history), canRedo(history)]).toEqual(['a', false, true])
    expect(current(redo(history))).toBe('b')
    history = record(history, 'd')
    expect([current(history), canRedo(history), current(undo(history))]).toEqual(['d', false, 'a'])
  })

  it('are not counted where nothing changed', () => {
    const history = begin('a')
    expect(record(history, 'a')).toBe(history)
    expect(undo(history)).toBe(history)
  })
})

describe('coordinates', () => {
  it.each([
    ['113.36, 23.12', [113.36, 23.12]],
    ['113.36，23.12', [113.36, 23.12]],
    ['  ', null],
  ])('%s are read', (text, value) => {
    expect(parseLocation(text)).toEqual({ value, trouble: null })
  })

  it.each(['113.36', '23.12, 113.36', '一, 二', '200, 10'])('%s are questioned', (text) => {
    expect(parseLocation(text).trouble).not.toBeNull()
  })
})

describe('a part written as text', () => {
  const text = 'questions:\n  - id: purpose\n    text: 办什么？\n    options: []\n'

  it('is read, and read again as it was written', () => {
    const { value, marks } = readPart(text)
    expect(marks).toEqual([])
    expect(readPart(writePart(value)).value).toEqual(value)
  })

  it('leaves out what is null, which means the same', () => {
    expect(writePart({ id: 'a', help: null, options: [{ help: null, id: 'b' }] })).toBe(
      'id: a\noptions:\n  - id: b\n',
    )
  })

  it('keeps dates as they are typed', () => {
    expect(readPart('born: 1948-03-01').value).toEqual({ born: '1948-03-01' })
  })

  it('is not kept while it cannot be read, and says where', () => {
    const { value, marks } = readPart('questions:\n\t- id: a\n')
    expect(value).toBeUndefined()
    expect(marks[0]?.message).toContain('写法有误')
  })

  it('shows a fault at the narrowest place the path names', () => {
    const faults = parseFaults([
      'situations.questions.0.options: 至少要有2条',
      'situations.questions.0.help: 还没有填写',
      'guide.fee: 别处',
    ])
    const found = marksOf(text, faults, 'situations')
    expect(found).toHaveLength(2)
    expect(text.slice(found[0]?.from, found[0]?.to)).toBe('[]')
    expect(text.slice(found[1]?.from).startsWith('id: purpose')).toBe(true)
  })

  it('is completed with the names and choices of the schema', () => {
    const schema = { $defs: { Q: { properties: { kind: { enum: ['single', 'date'] } } } } }
    expect(wordsOf(schema)).toEqual(['date', 'kind: ', 'single'])
  })
})
