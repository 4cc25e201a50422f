import { describe, expect, it } from 'vitest'

import type { FormField } from '@/api/types'
import { fieldFault, fieldValue, formFaults } from '@/domain/form'

function field(kind: FormField['kind'], more: Partial<FormField> = {}): FormField {
  return { id: kind, label: '联系电话', kind, required: true, ...more }
}

describe('the fault of a field', () => {
  it('asks for what is missing only where it is required', () => {
    expect(fieldFault(field('text'), '  ')).toBe('请填写联系电话')
    expect(fieldFault(field('select'), null)).toBe('请选择联系电话')
    expect(fieldFault(field('text', { required: false }), '')).toBeNull()
  })

  it('holds numbers to their limits, edges included', () => {
    const area = field('number', { minimum: 5, maximum: 100, unit: '平方米' })
    expect(fieldFault(area, 5)).toBeNull()
    expect(fieldFault(area, 100)).toBeNull()
    expect(fieldFault(area, 4.9)).toBe('不能小于5平方米')
    expect(fieldFault(area, 101)).toBe('不能大于100平方米')
    expect(fieldFault(area, '八十')).toBe('请填一个数字，例如 80')
  })

  it('counts characters', () => {
    expect(fieldFault(field('text', { max_length: 3 }), '一二三四')).toBe('最多填3个字')
  })

  it('checks numbers people write down', () => {
    expect(fieldFault(field('id_number'), '123')).toContain('18位')
    expect(fieldFault(field('credit_code'), '123')).toContain('18位')
    expect(fieldFault(field('phone'), '123')).toContain('手机号')
  })
})

it('gives the faults of a form by field', () => {
  expect(formFaults([field('text'), field('phone')], { text: '陈', phone: '1' })).toEqual({
    phone: expect.stringContaining('手机号') as string,
  })
})

it('sends numbers as numbers and nothing as null', () => {
  expect(fieldValue(field('number'), ' 80 ')).toBe(80)
  expect(fieldValue(field('number'), '八十')).toBe('八十')
  expect(fieldValue(field('text'), '  ')).toBeNull()
  expect(fieldValue(field('id_number'), '11010519491231002X')).toBe('11010519491231002X')
})
