import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

import type { ReportDataset } from '@/api/statisticsTypes'
import { columnOf, formulaColumn, isBody, keepingSound, moved, namesFor, newReport, onDataset, readFormula, textOf } from '@/logic/reportForm'
import { marksOf } from '@/logic/yamlPart'

const cases: ReportDataset = {
  id: 'cases',
  label: '办件统计',
  is_listing: false,
  dimensions: { department: '部门', day: '日' },
  columns: [
    { id: 'received', label: '收件', shape: 'int', sentence: '' },
    { id: 'accepted', label: '受理', shape: 'int', sentence: '' },
  ],
}
const late: ReportDataset = {
  id: 'deadlines',
  label: '超期办件',
  is_listing: true,
  dimensions: { item: '事项' },
  columns: [
    { id: 'number', label: '办件编号', shape: 'text', sentence: '' },
    { id: 'days_late', label: '超期天数', shape: 'int', sentence: '' },
  ],
}
const blank = newReport(new Date('2026-03-01T00:00:00Z'))

describe('a report as a form', () => {
  it('is written without what says nothing, and the same again', () => {
    const body = { ...blank, name: '周报', purpose: '', filters: {}, charts: [], notes: [], schedule: undefined, recipients: { roles: undefined } }
    const text = textOf(body)
    expect(Object.keys(parse(text) as object)).toEqual(['key', 'name', 'dataset', 'group', 'columns', 'sensitivity'])
    expect(textOf(parse(text) as typeof body)).toBe(text)
    expect(isBody(parse(text))).toBe(true)
    expect(isBody('周报')).toBe(false)
  })

  it('still says that a name is missing', () => {
    expect(parse(textOf(blank))).toMatchObject({ name: '' })
  })

  it('gives each column a name of its own', () => {
    const first = columnOf(cases, 'received', [])
    const again = columnOf(cases, 'received', [first])
    expect(first).toEqual({ id: 'received', label: '收件', source: 'received' })
    expect(again.id).toBe('col_1')
    expect(formulaColumn([first, again]).id).toBe('col_2')
  })

  it('begins anew on another dataset, but keeps when and to whom', () => {
    const body = { ...blank, sort: { by: 'received' }, schedule: { every: 'day' as const }, recipients: { roles: ['supervisor'] } }
    const turned = onDataset(body, late)
    expect(turned.columns.map((one) => one.source)).toEqual(['number', 'days_late'])
    expect(turned).toMatchObject({ group: [], sort: undefined, schedule: { every: 'day' }, recipients: { roles: ['supervisor'] } })
    expect(onDataset(turned, cases).group).toEqual(['department'])
  })

  it('lets go of what leaned on a column that is gone', () => {
    const body = { ...blank, columns: [], sort: { by: 'received' }, charts: [{ kind: 'bar' as const, title: '图', y: ['received'] }] }
    expect(keepingSound(body)).toMatchObject({ sort: undefined, charts: [{ y: [] }] })
  })

  it('moves a column one place', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
  })
})

describe('a formula', () => {
  const columns = [columnOf(cases, 'received', []), { id: 'col_1', label: '一半', formula: 'received ÷ 2' }]

  it('may use figures and the columns before it, never words', () => {
    expect([...namesFor(cases, columns, 1).keys()]).toEqual(['received', 'accepted'])
    expect(namesFor(cases, columns, 2).get('col_1')).toBe('一半')
    expect([...namesFor(late, [], 0).keys()]).toEqual(['days_late'])
  })

  it('is read back in Chinese', () => {
    expect(readFormula('mom(received) + round(col_1, 1)', namesFor(cases, columns, 2))).toBe('环比(收件) + 四舍五入(一半, 1)')
  })
})

it('a fault of the whole text is marked where its field stands', () => {
  const [mark] = marksOf('name: 周报\nsort:\n  by: gone\n', [{ path: 'sort.by', text: '没有的列' }], '')
  expect(mark).toEqual({ from: 21, to: 25, message: '没有的列' })
})
