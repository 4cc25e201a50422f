import { expect, it } from 'vitest'

import type { CaseMaterial, Finding, GuidanceRun } from '@/api/types'
import { fieldOf, groupFindings, isBlocked, isBlocking, withoutTwins } from '@/domain/findings'
import { listText } from '@/domain/sharing'

function finding(material: string | null, level: Finding['level'], more: Partial<Finding> = {}): Finding {
  return { material_id: material, rule: 'r', level, verdict: 'fail', message: '要改', ...more }
}

const MATERIALS = [{ id: 'licence', name: '营业执照' }, { id: 'layout', name: '平面图' }] as CaseMaterial[]

it('groups findings: the form first, then materials in order, the gravest first, numbered through', () => {
  const groups = groupFindings(
    [
      finding('layout', 'warning'), finding('licence', 'info', { verdict: 'pass' }),
      finding('layout', 'blocking'), finding(null, 'blocking', { field: 'phone' }),
    ],
    MATERIALS,
  )
  expect(groups.map((group) => [group.title, group.findings.map((f) => `${f.number}${f.finding.level}`)])).toEqual([
    ['申请表', ['0blocking']],
    ['平面图', ['1blocking', '2warning']],
  ])
})

it('offers the samples of a material that something was found on, and none for the form', () => {
  const samples = [{ id: 'business_licence', name: '营业执照' }]
  const materials = [{ ...MATERIALS[0], samples }, MATERIALS[1]] as CaseMaterial[]
  const groups = groupFindings(
    [finding('layout', 'warning'), finding('licence', 'warning'), finding(null, 'warning')], materials,
  )
  expect(groups.map((group) => group.samples)).toEqual([[], samples, []])
})

it('tells once what two rules found alike, as grave as the graver of them', () => {
  const unsure = (rule: string, level: Finding['level']) =>
    finding('licence', level, { rule, verdict: 'inconclusive', message: '代码看不太清', page: 1, box: [0.1, 0.1, 0.2, 0.1] })
  const told = withoutTwins([unsure('a', 'warning'), unsure('b', 'blocking'), finding('licence', 'blocking')])
  expect(told.map(({ rule }) => rule)).toEqual(['b', 'r'])
})

it('blocks only on a blocking failure', () => {
  expect(isBlocked([finding(null, 'warning'), finding(null, 'blocking', { verdict: 'inconclusive' })])).toBe(false)
  expect(isBlocked([finding(null, 'blocking')])).toBe(true)
})

it('finds the field a finding is about', () => {
  expect(fieldOf(finding(null, 'blocking', { field: 'phone' }), ['phone'])).toBe('phone')
  expect(fieldOf(finding(null, 'blocking', { rule: 'form.phone' }), ['phone'])).toBe('phone')
  expect(fieldOf(finding(null, 'blocking'), ['phone'])).toBeNull()
})

it('writes the list as text to share', () => {
  const run: GuidanceRun = {
    run_id: 'r', item_code: 'c', item_name: '食品经营许可', revision: '1', question: null,
    progress: { answered: 1, remaining_at_most: 0 },
    answers: [{ question_id: 'q', text: '做什么', value: 'a', label: '开餐馆' }],
    result: {
      eligible: true, reasons: [], not_needed: [], next_steps: [], promised_days: 5, fee: '不收费', visits: 0,
      materials: [{ id: 'm', name: '营业执照', required: false, copies: { original: 0, copy: 1, electronic: false } }],
      where: [{ name: '天河区政务服务中心', address: '软件路13号' }],
    },
  }
  expect(listText(run)).toContain('1. 营业执照（可选，复印件1份）')
  expect(listText(run)).toContain('地点：天河区政务服务中心，软件路13号')
  expect(listText({ ...run, result: null })).toBe('')
})

it('lets a person decide over the findings', () => {
  const review = { status: 'done' as const, findings: [finding(null, 'blocking')] }
  expect(isBlocking({ ...review, verdict: 'fail', by: 'machine' })).toBe(true)
  expect(isBlocking({ ...review, verdict: 'pass', by: 'staff' })).toBe(false)
  expect(isBlocking({ status: 'done', findings: [], verdict: 'fail', by: 'staff' })).toBe(true)
})
