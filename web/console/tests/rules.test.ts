import { describe, expect, it } from 'vitest'

import type { Vocabulary } from '@/api/rules'
import { changedCheck, freeId, schemaFields, sentenceOf } from '@/logic/rules'

const words: Vocabulary = {
  item_name: '食品经营许可',
  materials: [{ id: 'licence', label: '营业执照' }, { id: 'lease', label: '租赁合同' }],
  form_fields: [{ id: 'code', label: '统一社会信用代码' }],
  questions: [
    { id: 'who', label: '谁来办？', kind: 'single', options: [{ id: 'agent', label: '代办人' }] },
  ],
  kinds: [
    { id: 'business_licence', label: '营业执照', fields: [{ id: 'credit_code', label: '信用代码' }] },
    { id: 'lease', label: '租赁合同', fields: [{ id: 'end_date', label: '租期止' }] },
  ],
  identity: [],
  registers: [],
  sources: [],
}
const rules = [
  { id: 'a', material: 'licence', check: { kind: 'document', kinds: ['business_licence'] } },
  { id: 'b', material: 'lease', check: { kind: 'document', kinds: ['lease'] } },
]

describe('a rule in words', () => {
  it('says what is held against what, when, and how strictly', () => {
    const rule = {
      id: 'c',
      material: 'licence',
      when: { fact: 'who', is: 'agent' },
      check: { kind: 'equals', field: 'credit_code', to: { source: 'form', field: 'code' } },
    }
    expect(sentenceOf(words, rules, rule)).toBe(
      '谁来办是「代办人」时，「营业执照」上的信用代码应当和申请表的「统一社会信用代码」一致。不符合的：必须改。',
    )
  })

  it('says days', () => {
    const check = { kind: 'date', field: 'end_date', must: 'days_left', amount: 30 }
    expect(sentenceOf(words, rules, { id: 'd', level: 'warning', material: 'lease', check })).toBe(
      '「租赁合同」上的租期止在当天之后至少还有30天。不符合的：提醒。',
    )
  })

  it('stays whole while a rule is still being written', () => {
    expect(sentenceOf(words, rules, { id: 'e', check: {} })).toContain('还没有选检查什么')
  })
})

describe('the fields of a check', () => {
  const schema = {
    $defs: {
      Marked: {
        required: ['mark'],
        properties: { kind: { const: 'mark' }, mark: { enum: ['seal', 'signature'], title: '应有' } },
      },
      Dated: {
        required: ['field', 'must'],
        properties: {
          kind: { const: 'date' },
          field: { type: 'string', title: '日期' },
          must: { enum: ['not_expired'], title: '要求' },
          amount: { anyOf: [{ type: 'integer' }, { type: 'null' }], title: '天数' },
          on: { anyOf: [{ $ref: '#/$defs/Reference' }, { type: 'null' }], title: '按哪一天' },
        },
      },
    },
  }

  it('come from the schema', () => {
    expect(schemaFields(schema, 'date').map(({ name, kind, isOptional }) => [name, kind, isOptional])).toEqual([
      ['field', 'field', false],
      ['must', 'choice', false],
      ['amount', 'number', true],
      ['on', 'reference', true],
    ])
  })

  it('go with the kind, but for what both have', () => {
    expect(changedCheck(schema, 'mark', { kind: 'date', field: 'end_date' })).toEqual({ kind: 'mark' })
  })
})

it('a new rule has an id of its own', () => {
  expect(freeId([{ id: 'lease_1' }], 'lease')).toBe('lease_2')
})
