import { describe, expect, it } from 'vitest'

import type { Comparison, Fact, HeatMap, WatchedCase } from '@/api/processTypes'
import { comparesOf, readRule, sayCondition, writeRule } from '@/logic/conditions'
import { caseMarks, comparisonMarks, heatMarks } from '@/logic/diagramMarks'
import { duration, readDuration, writeDuration } from '@/logic/durations'

const FACTS: Fact[] = [
  { id: 'decision', label: '上一环节的结论', kind: 'choice', values: [{ id: 'pass', label: '通过' }, { id: 'return', label: '退回' }] },
  { id: 'region', label: '行政区划代码', kind: 'text', values: [] },
  { id: 'amount', label: '金额（元）', kind: 'number', values: [] },
  { id: 'is_promise', label: '是否告知承诺', kind: 'boolean', values: [] },
]

describe('conditions as rows', () => {
  it.each([
    'decision == "pass"',
    'decision in ["pass", "return"] and amount >= 10000',
    'region not in ["440106"] or is_promise == True',
    'amount < -3.5',
    'region == "a\\"b"',
  ])('reads and writes %s', (text) => {
    const rule = readRule(text)
    expect(rule).not.toBeNull()
    expect(writeRule(rule!, FACTS)).toBe(text)
  })

  it.each(['', 'not decision', "__import__('os')", 'a == "x" and b == "y" or c == "z"', '(decision == "pass")', 'decision == "pass" and', 'decision in "pass"', 'decision == ["pass"]'])(
    'leaves %s as it is written',
    (text) => expect(readRule(text)).toBeNull(),
  )

  it('writes nothing while a row is not filled in', () => {
    expect(writeRule({ join: 'and', rows: [{ fact: 'amount', compare: '>', values: ['1e9'] }] }, FACTS)).toBe('')
    expect(writeRule({ join: 'and', rows: [{ fact: 'decision', compare: '==', values: [] }] }, FACTS)).toBe('')
    expect(writeRule({ join: 'and', rows: [{ fact: 'nobody', compare: '==', values: ['1'] }] }, FACTS)).toBe('')
  })

  it('is said in words', () => {
    expect(sayCondition('decision == "pass" and amount > 5', FACTS)).toBe('上一环节的结论是「通过」，并且金额（元）大于「5」')
    expect(sayCondition('not decision', FACTS)).toBe('not decision')
    expect(comparesOf(FACTS[3])).toEqual(['=='])
  })
})

describe('lengths of time', () => {
  it.each(['P3D', 'P1W', 'PT4H', 'PT30M'])('reads and writes %s', (text) => expect(writeDuration(readDuration(text)!)).toBe(text))
  it('leaves what is composed alone', () => expect(readDuration('P1DT2H')).toBeNull())
  it.each([
    [30, '不到 1 分钟'],
    [600, '10 分钟'],
    [3_660, '1 小时 1 分'],
    [86_400 * 3 + 4 * 3_600, '3 天 4 小时'],
  ])('says %d seconds', (seconds, said) => expect(duration(seconds)).toBe(said))
})

describe('marks on drawings', () => {
  it('shows what went on the old side and what came on the new', () => {
    const changes: Comparison['changes'] = [
      { element: 'a', kind: 'added', message: '' },
      { element: 'b', kind: 'removed', message: '' },
      { element: 'c', kind: 'changed', message: '' },
    ]
    const sides = comparisonMarks({ old_number: 1, new_number: 2, old: '', new: '', changes })
    expect(sides).toEqual({ old: { b: ['removed'], c: ['changed'] }, new: { a: ['added'], c: ['changed'] } })
  })

  it('says where a case stands, how long and with whom', () => {
    const found = {
      walked: ['f1'],
      stays: [{ node: 'x', times: 2, seconds: 90_000, is_standing: true, is_late: true }],
      steps: [{ node: 'x', state: 'claimed', claimed_by: '陈晓敏' }],
    } as unknown as WatchedCase
    const { marks, badges } = caseMarks(found)
    expect(marks).toEqual({ f1: ['walked'], x: ['late'] })
    expect(badges.map((badge) => badge.text)).toEqual(['2 次 · 1 天 1 小时', '陈晓敏'])
  })

  it('shades the fullest step darkest', () => {
    const node = (id: string, waiting: number) => ({ node: id, name: id, waiting, late: 0, done: 0, mean_seconds: null, returns: 0 })
    const heat = { nodes: [node('a', 8), node('b', 1), node('c', 0)] } as unknown as HeatMap
    expect(heatMarks(heat).marks).toEqual({ a: ['heat-4'], b: ['heat-1'] })
  })
})
