import { describe, expect, it } from 'vitest'

import type { FormField } from '@/api/types'
import { fileView, formatSize } from '@/logic/files'
import { displayValue } from '@/logic/formValues'
import { idlePhase, shouldKeepAlive } from '@/logic/idle'
import { filterTasks, mergePages, moveSelection } from '@/logic/taskFilters'
import { material, task } from './factories'

describe('the to-do list', () => {
  const late = task('1')
  late.case.warning = 'red'
  const decision = task('2', { kind: 'decision' })

  it('narrows by step and by urgency together', () => {
    const ids = (kind: 'all' | 'decision', urgency: 'all' | 'warned'): string[] =>
      filterTasks([late, decision], { kind, urgency }).map((row) => row.id)
    expect(ids('all', 'all')).toEqual(['1', '2'])
    expect(ids('all', 'warned')).toEqual(['1'])
    expect(ids('decision', 'warned')).toEqual([])
  })

  it('never shows a task twice when pages overlap', () => {
    const pages = mergePages([late, decision], [decision, task('3')])
    expect(pages.map((row) => row.id)).toEqual(['1', '2', '3'])
  })

  it('keeps the keyboard inside the list', () => {
    expect(moveSelection(-1, 1, 3)).toBe(0)
    expect(moveSelection(2, 1, 3)).toBe(2)
    expect(moveSelection(0, -1, 3)).toBe(0)
    expect(moveSelection(0, 1, 0)).toBe(-1)
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
