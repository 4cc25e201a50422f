import { describe, expect, it } from 'vitest'

import type { QuestionNamed } from '@/api/rules'
import { freshRow, isSimple, isUnfinished, operatorsOf, rowOf, withOperator } from '@/logic/ruleConditions'

const who: QuestionNamed = {
  id: 'who',
  label: '谁来办？',
  kind: 'single',
  options: [
    { id: 'self', label: '本人' },
    { id: 'agent', label: '代办人' },
  ],
}
const area: QuestionNamed = { id: 'form.area', label: '申请表的「面积」', kind: 'number', options: [] }

describe('a condition as rows', () => {
  it('begins unfinished and is finished by choosing', () => {
    const row = freshRow(who)
    expect(row).toEqual({ fact: 'who', one_of: [] })
    expect(isUnfinished(row)).toBe(true)
    expect(isUnfinished({ fact: 'who', one_of: ['agent'] })).toBe(false)
    expect(isUnfinished({ all: [{ fact: 'who', one_of: ['agent'] }, freshRow(who)] })).toBe(true)
  })

  it('offers what fits the answer', () => {
    expect(operatorsOf(area).map(({ id }) => id)).toContain('at_least')
    expect(freshRow(area)).toEqual({ fact: 'form.area', at_least: 0 })
  })

  it('keeps the value when it is compared another way', () => {
    expect(withOperator(who, { fact: 'who', is: 'agent' }, 'one_of')).toEqual({ fact: 'who', one_of: ['agent'] })
    expect(withOperator(who, { fact: 'who', one_of: ['agent'] }, 'is_not')).toEqual({ fact: 'who', is_not: 'agent' })
  })

  it('shows «includes» as one of several', () => {
    expect(rowOf({ fact: 'dishes', includes: 'hot' })).toEqual({ fact: 'dishes', operator: 'includes_any', value: ['hot'] })
  })

  it('leaves to text what rows cannot show', () => {
    expect(isSimple({ any: [{ fact: 'who', is: 'self' }, { all: [{ fact: 'a', is: 'b' }] }] })).toBe(true)
    expect(isSimple({ not: { fact: 'who', is: 'self' } })).toBe(false)
  })
})
