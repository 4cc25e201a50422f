import { describe, expect, it } from 'vitest'

import type { RankedHit, StrategyBody } from '@/api/searchTypes'
import {
  actFault,
  markRanks,
  pinFault,
  put,
  strategyChanges,
  synonymFault,
  without,
  wordsIn,
} from '@/logic/strategy'
import { limitsOf, weightGroups, weightLabel, weightsOf, withWeight } from '@/logic/weights'
import { blankRow, leadOf, readRow, wordsOfRow, writtenRow } from '@/logic/wordRows'

const synonym = (said: string[], means: string[]) => ({ said, means, unless: [] })
const hit = (key: string): RankedHit => ({ key, kind: 'item', title: key, score: 1, matched_by: 'words' })
const weights = () => ({ quick: { covered: 0.3 }, careful: { covered: 0.2, slope: 5 }, sure: 0.8 })
const act = (name: string) => ({ name, titles: ['补领'], asked: ['丢了'] })
const body = (changes: Partial<StrategyBody> = {}): StrategyBody => ({
  synonyms: [synonym(['考车'], ['驾驶证'])],
  acts: [],
  pins: [],
  stop_words: ['请问'],
  boosts: { title: 1, body: 1 },
  named: weights(),
  passages: weights(),
  synonym_worth: 0.95,
  candidates: 40,
  ...changes,
})

describe('words', () => {
  it('are told apart by any mark, each once', () => {
    expect(wordsIn(' 考车、学车，考车;驾照\n')).toEqual(['考车', '学车', '驾照'])
  })
})

describe('a synonym', () => {
  const others = body().synonyms
  it.each([
    [synonym([], ['驾驶证']), '请写市民怎么说。'],
    [synonym(['学车'], []), '请写规范说法。'],
    [synonym(['驾照'], ['驾照']), '「驾照」不能等于它自己。'],
    [synonym(['考车'], ['驾校']), '「考车」在别的一行里已经有了，请到那一行改。'],
    [synonym(['学车'], ['驾驶证']), null],
  ])('%j: %s', (one, fault) => {
    expect(synonymFault(one, others, -1)).toBe(fault)
  })

  it('does not stand in its own way', () => {
    expect(synonymFault(synonym(['考车', '学车'], ['驾驶证']), others, 0)).toBeNull()
  })
})

describe('a pinned answer', () => {
  const pins = [{ query: '开餐馆', keys: ['item:1'], match: 'whole' as const }]
  it('needs a question of its own and an answer', () => {
    expect(pinFault({ query: ' ', keys: ['item:1'], match: 'whole' }, pins, -1)).toContain('问什么')
    expect(pinFault({ query: '开店', keys: [], match: 'whole' }, pins, -1)).toContain('答案')
    expect(pinFault({ query: '开餐馆', keys: ['item:2'], match: 'whole' }, pins, -1)).toContain('已经有')
    expect(pinFault({ query: '开餐馆', keys: ['item:2'], match: 'whole' }, pins, 0)).toBeNull()
  })
})

describe('an act', () => {
  it.each([
    [{ ...act(''), titles: [] }, '请写这个动作叫什么。'],
    [{ ...act('补办'), titles: [] }, '请写事项名称里怎么说。'],
    [{ ...act('补办'), asked: [] }, '请写市民怎么说。'],
    [act('变更'), '已有这个动作，请到那一行改。'],
    [act('补办'), null],
  ])('%j: %s', (one, fault) => {
    expect(actFault(one, [act('变更')], -1)).toBe(fault)
  })
})

describe('rows of words', () => {
  const fields = [{ name: 'name', label: '动作', isSingle: true }, { name: 'asked', label: '市民怎么说' }]

  it('are read as they were written', () => {
    const row = { name: '补办', asked: ['丢了', '不见了'] }
    expect(readRow(writtenRow(row, fields), fields)).toEqual(row)
    expect(writtenRow(row, fields)).toEqual({ name: '补办', asked: '丢了、不见了' })
  })

  it('begin empty, and are found and named by their words', () => {
    expect(blankRow(fields)).toEqual({ name: '', asked: [] })
    const row = { asked: ['丢了'], name: '补办' }
    expect(wordsOfRow(row)).toEqual(['丢了', '补办'])
    expect(leadOf(row, fields)).toBe('补办')
  })
})

describe('weights', () => {
  const schema = {
    properties: { boosts: { $ref: '#/$defs/Boosts' }, candidates: { type: 'integer', minimum: 5, maximum: 200 } },
    $defs: { Boosts: { properties: { title: { type: 'number', minimum: 0, maximum: 5 } } } },
  }

  it('are found wherever they stand, and changed without touching the rest', () => {
    const before = body()
    const after = { ...before, ...withWeight(before, 'named.careful.covered', 0.9) } as StrategyBody
    expect(weightsOf(after).filter((one) => one.value === 0.9)).toEqual([
      { path: 'named.careful.covered', value: 0.9 },
    ])
    expect(weightsOf(after)).toHaveLength(weightsOf(before).length)
    expect(before).toEqual(body())
    expect(withWeight(before, 'candidates', 60)).toEqual({ candidates: 60 })
  })

  it('are named, also those nobody has named yet', () => {
    expect(weightLabel('passages.quick.named')).toBe('政策文件条文 · 快速判断 · 问句里有完整名称时加分')
    expect(weightLabel('boosts.brand_new')).toBe('字段权重 · brand_new')
  })

  it('stand in groups, the fields first', () => {
    expect(weightGroups(body()).map((group) => group.label)).toEqual([
      '字段权重',
      '折扣与范围',
      '事项、常见问题、地点 · 快速判断',
      '事项、常见问题、地点 · 细看',
      '事项、常见问题、地点',
      '政策文件条文 · 快速判断',
      '政策文件条文 · 细看',
      '政策文件条文',
    ])
  })

  it('are held in the limits of the schema', () => {
    expect(limitsOf(schema, 'boosts.title')).toEqual({ minimum: 0, maximum: 5, step: 0.01 })
    expect(limitsOf(schema, 'candidates')).toEqual({ minimum: 5, maximum: 200, step: 1 })
    expect(limitsOf(schema, 'nowhere.at_all')).toEqual({ minimum: 0, maximum: 1, step: 0.01 })
  })
})

describe('lists', () => {
  it('take a new member in front, a changed one in its place', () => {
    expect(put(['a', 'b'], -1, 'c')).toEqual(['c', 'a', 'b'])
    expect(put(['a', 'b'], 1, 'c')).toEqual(['a', 'c'])
    expect(without(['a', 'b'], 0)).toEqual(['b'])
  })
})

describe('what a draft changes', () => {
  it('is nothing where nothing was', () => {
    expect(strategyChanges(body(), body())).toEqual([])
  })

  it('is told member by member and number by number', () => {
    const after = body({
      synonyms: [synonym(['考车', '学车'], ['驾驶证']), synonym(['老人钱'], ['高龄津贴'])],
      pins: [{ query: '开餐馆', keys: ['item:1'], match: 'whole' }],
      stop_words: [],
      boosts: { title: 2, body: 1 },
      acts: [act('补办')],
      named: { ...weights(), careful: { covered: 0.4, slope: 5 }, sure: 0.9 },
      candidates: 60,
    })
    expect(strategyChanges(body(), after)).toEqual([
      { kind: 'changed', text: '同义词：考车 → 驾驶证 改为 考车、学车 → 驾驶证' },
      { kind: 'added', text: '同义词：老人钱 → 高龄津贴' },
      { kind: 'added', text: '办理动作：补办（补领；丢了）' },
      { kind: 'added', text: '置顶答案：开餐馆 → item:1' },
      { kind: 'removed', text: '停用词：请问' },
      { kind: 'changed', text: '字段权重 · 名称：1 → 2' },
      { kind: 'changed', text: '事项、常见问题、地点 · 细看 · 名称覆盖了多少问句：0.2 → 0.4' },
      { kind: 'changed', text: '事项、常见问题、地点 · 快速判断的把握，达到就不细看：0.8 → 0.9' },
      { kind: 'changed', text: '每次取多少条细看：40 → 60' },
    ])
  })
})

describe('two rankings', () => {
  it('mark what moved, came and went', () => {
    const { before, after } = markRanks(['a', 'b', 'c'].map(hit), ['c', 'a', 'd'].map(hit))
    expect(before.map((one) => one.mark)).toEqual(['same', 'gone', 'same'])
    expect(after.map((one) => [one.key, one.mark, one.by])).toEqual([
      ['c', 'up', 2],
      ['a', 'down', 1],
      ['d', 'new', 0],
    ])
  })
})
