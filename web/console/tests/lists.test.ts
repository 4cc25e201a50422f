import { describe, expect, it } from 'vitest'

import type { FormField } from '@/api/types'
import { fileView, formatSize } from '@/logic/files'
import { displayValue } from '@/logic/formValues'
import { idlePhase, shouldKeepAlive } from '@/logic/idle'
import {
  badge, chosenColumns, moveSelection, narrowedBy, queryOf, rowOfTask, stillThere, toggled, totalText,
  usualColumns, type WorkRow,
} from '@/logic/workLists'
import { material, task } from './factories'

const row = (id: string): WorkRow => rowOfTask({ ...task(id), is_watched: false })

describe('a list of work', () => {
  it('reads its filters from the address and leaves the rest alone', () => {
    const address = { q: ' 食品 ', status: 'submitted', moon: '1', list: 'mine', item: ['a'], sort: '' }
    expect(queryOf(address)).toEqual({ q: '食品', status: 'submitted' })
    expect(narrowedBy({ q: '食品', status: 'submitted', sort: 'due' })).toBe(1)
  })

  it('keeps marks only of rows that are still there', () => {
    const marked = toggled(toggled(new Set<string>(), '1'), '2')
    expect([...stillThere(marked, [row('2'), row('3')])]).toEqual(['2'])
    expect([...toggled(marked, '1')]).toEqual(['2'])
  })

  it('keeps the keyboard inside the list', () => {
    expect(moveSelection(-1, 1, 3)).toBe(0)
    expect(moveSelection(2, 1, 3)).toBe(2)
    expect(moveSelection(0, -1, 3)).toBe(0)
    expect(moveSelection(0, 1, 0)).toBe(-1)
  })

  it('always shows number and item, and says where nobody counted on', () => {
    expect(chosenColumns('cases', ['status']).map((column) => column.id)).toEqual([
      'number', 'item', 'status',
    ])
    expect(chosenColumns('open', null).map((column) => column.id)).toEqual(usualColumns('open'))
    expect([totalText(10_000, false), totalText(12, true), badge(1000), badge(7)]).toEqual([
      '10,000+', '12', '999+', '7',
    ])
  })
})

describe('form values', () => {
  const options = [
    { id: 'hot', label: '热食' },
    { id: 'cold', label: '冷食' },
  ]
  const field = (changes: Partial<FormField>): FormField => ({
    id: 'f',
    label: '项目',
    kind: 'text',
    required: false,
    ...changes,
  })

  it('are shown in words', () => {
    expect(displayValue(field({ options }), ['hot', 'cold'])).toBe('热食、冷食')
    expect(displayValue(field({ options }), 'hot')).toBe('热食')
    expect(displayValue(field({ unit: '平方米' }), 68)).toBe('68 平方米')
    expect(displayValue(field({}), false)).toBe('否')
    expect(displayValue(field({}), 0)).toBe('0')
  })

  it('say so when nothing was filled in', () => {
    for (const blank of [undefined, null, '', []]) {
      expect(displayValue(field({}), blank)).toBe('未填写')
    }
  })
})

describe('files', () => {
  it('are shown only when their type is one we render ourselves', () => {
    const [file] = material('a').files
    if (!file) return expect.fail('the factory gives one file')
    expect(fileView(file)).toBe('pdf')
    expect(fileView({ ...file, media_type: 'image/png' })).toBe('image')
    expect(fileView({ ...file, media_type: 'image/svg+xml' })).toBe('download')
    expect(fileView({ ...file, media_type: 'text/html' })).toBe('download')
  })

  it('have sizes people read', () => {
    expect([900, 2048, 3 * 1024 * 1024].map(formatSize)).toEqual(['900 B', '2 KB', '3.0 MB'])
  })
})

describe('an untouched screen', () => {
  const minutes = (count: number): number => count * 60_000

  it('warns after 25 minutes and signs out after 30', () => {
    expect(idlePhase(0, minutes(24.9)).phase).toBe('active')
    expect(idlePhase(0, minutes(26))).toEqual({ phase: 'warning', secondsLeft: 240 })
    expect(idlePhase(0, minutes(30)).phase).toBe('expired')
  })

  it('tells the server only about real work, and not too often', () => {
    expect(shouldKeepAlive(minutes(1), 0, minutes(3))).toBe(false)
    expect(shouldKeepAlive(minutes(1), 0, minutes(4))).toBe(true)
    expect(shouldKeepAlive(minutes(1), minutes(2), minutes(9))).toBe(false)
  })
})
