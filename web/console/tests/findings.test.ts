import { describe, expect, it } from 'vitest'

import type { PreReview } from '@/api/types'
import {
  findingDetails,
  findingLabel,
  findingsElsewhere,
  findingTone,
  prereviewWords,
} from '@/logic/findings'
import { finding } from './factories'

function review(changes: Partial<PreReview>): PreReview {
  const done = { status: 'done', verdict: 'pass', by: 'machine' } as const
  return { ...done, findings: [], is_current: true, ...changes }
}

describe('findings', () => {
  it('show an undecided check as work for a person, whatever its level', () => {
    const undecided = finding('a', { verdict: 'inconclusive' })
    expect([findingLabel(undecided), findingTone(undecided)]).toEqual(['需人工核对', 'warning'])
  })

  it('say where, what was expected and what to do', () => {
    const full = finding('a', { page: 2, expected: '清晰', actual: '模糊', advice: '请重拍' })
    expect(findingDetails(full)).toBe('第 2 页；应为「清晰」；实为「模糊」；建议：请重拍')
    expect(findingDetails(finding('a'))).toBe('')
  })

  it('that belong to no listed material go to the form', () => {
    const form = finding(null)
    const stray = finding('gone')
    expect(findingsElsewhere([form, stray, finding('a')], ['a'])).toEqual([form, stray])
  })
})

describe('prereviewWords', () => {
  it('counts what the officer should look at', () => {
    const findings = [
      finding('a'),
      finding('b', { verdict: 'pass' }),
      finding('c', { level: 'warning' }),
      finding('d', { verdict: 'inconclusive' }),
    ]
    expect(prereviewWords(review({ findings }))).toBe('1 处不符合，2 处请留意。')
    expect(prereviewWords(review({}))).toBe('没有发现问题。')
  })

  it('warns when the applicant changed something afterwards', () => {
    expect(prereviewWords(review({ is_current: false }))).toContain('又改过内容')
  })

  it('says so when there is no result yet', () => {
    expect(prereviewWords(null)).toContain('请逐项核对')
    expect(prereviewWords(review({ status: 'running' }))).toContain('正在进行')
  })
})
