import { describe, expect, it } from 'vitest'

import type { CalendarYear, Process, Step, StepField, StepForm } from '@/api/processes'
import { monthsOf } from '@/logic/calendar'
import { changedValues, fieldText, missingFields, startValues, stepToShow } from '@/logic/process'

function step(id: string, changes: Partial<Step> = {}): Step {
  return {
    id, node: id, name: id, kind: 'handle', kind_label: '承办', role: 'officer', state: 'open',
    claimed_by: null, decision: null, opinion: null, due_at: null, is_late: false,
    is_escalated: false, done_at: null, can: [], ...changes,
  }
}

function field(id: string, changes: Partial<StepField> = {}): StepField {
  return {
    id, label: id, kind: 'text', required: false, value: null, is_masked: false, unit: null,
    options: [], ...changes,
  }
}

const process = (...steps: Step[]): Process => ({
  case_number: 'n', state: 'running', template: '审批', version: 1, standing: [], steps,
  earlier: {}, names: {}, forms: {},
})

describe('the step to work on', () => {
  it('is the one in hand, then the one that may be taken, then any that waits', () => {
    const mine = step('mine', { can: ['complete'] })
    const free = step('free', { can: ['claim'] })
    const other = step('other', { can: ['urge'] })
    expect(stepToShow(process(other, free, mine))?.id).toBe('mine')
    expect(stepToShow(process(other, free))?.id).toBe('free')
    expect(stepToShow(process(other))?.id).toBe('other')
    expect(stepToShow(process(step('done', { state: 'done' })))).toBeNull()
  })
})

describe('fields of a step', () => {
  const form: StepForm = {
    shows: [],
    writes: [
      field('area', { required: true, kind: 'number' }),
      field('name', { is_masked: true, value: '陈*文', required: true }),
      field('note', { value: '旧' }),
    ],
    letters: [],
  }

  it('masked values are never sent back, unchanged ones neither', () => {
    const start = startValues(form)
    expect(start).toEqual({ area: null, note: '旧' })
    expect(changedValues(form, { ...start, area: 80 })).toEqual({ area: 80 })
  })

  it('what is required and empty is named', () => {
    expect(missingFields(form, startValues(form))).toEqual(['area'])
    expect(missingFields(form, { area: 0 })).toEqual([])
  })

  it('values are read as people read them', () => {
    expect(fieldText(field('a'))).toBe('—')
    expect(fieldText(field('a', { value: false }))).toBe('否')
    expect(fieldText(field('a', { value: 80, unit: '平方米' }))).toBe('80平方米')
  })
})

describe('a year of working days', () => {
  it('stands under its weekdays, with what differs marked', () => {
    const year: CalendarYear = {
      year: 2026, is_known: true, adjusted: [], off: ['2026-10-01'], on: ['2026-10-10'],
    }
    const october = monthsOf(year)[9]!
    expect(october.days).toHaveLength(31)
    expect(october.days[0]).toMatchObject({ column: 4, works: false, isSpecial: true })
    expect(october.days[9]).toMatchObject({ works: true, isSpecial: true, column: null })
    expect(october.days[2]).toMatchObject({ works: false, isSpecial: false })
  })
})
