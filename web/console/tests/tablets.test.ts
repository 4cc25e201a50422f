import { describe, expect, it } from 'vitest'

import type { ShowingAnswer } from '@/api/tablets'
import { missing, outcomeOf } from '@/logic/tablets'

describe('what a clerk shows', () => {
  it('says what is missing, by kind', () => {
    expect(missing({ kind: 'acceptance', case_number: 'TH1' })).toContain('办件编号')
    expect(missing({ kind: 'acceptance', case_number: 'TH202611240000010' })).toBe('')
    expect(missing({ kind: 'rating', case_number: '' })).toBe('')
    expect(missing({ kind: 'rating', case_number: '1' })).toContain('留空')
    expect(missing({ kind: 'signature', case_number: 'TH202611240000010', purpose: 'commitment', text: ' ' })).toContain('承诺')
    expect(missing({ kind: 'sample', item_code: 'x' })).toBe('请选材料')
  })

  it('tells a dispute from a confirmation, and never how it was rated', () => {
    const answer: ShowingAnswer = {
      id: '1', kind: 'acceptance', label: '收件确认', about: '', case_number: null, state: 'answered',
      answer: { outcome: 'disputed', text: '少一份' }, shown_at: '', answered_at: null,
    }
    expect(outcomeOf(answer)).toEqual({ label: '有出入：少一份', tone: 'bad' })
    expect(outcomeOf({ ...answer, kind: 'rating', answer: null }).label).toBe('已评价')
    expect(outcomeOf({ ...answer, state: 'taken_back' }).label).toBe('已收回')
  })
})
