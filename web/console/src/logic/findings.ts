/** Pre-review findings put beside what they speak of, the gravest first. */

import type { Finding, FindingLevel, PreReview, StaffCase } from '@/api/types'

const GRAVITY: Record<FindingLevel, number> = { blocking: 0, warning: 1, info: 2 }

export type Tone = 'success' | 'info' | 'warning' | 'danger'

/** Findings that need a reader's eye: everything that did not simply pass. */
export function openFindings(record: StaffCase): Finding[] {
  return (record.prereview?.findings ?? [])
    .filter((finding) => finding.verdict !== 'pass')
    .sort((left, right) => GRAVITY[left.level] - GRAVITY[right.level])
}

/** The pre-review in one sentence for the officer who reads after it. */
export function prereviewWords(review: PreReview | null): string {
  if (!review) return '没有自动预审结果，请逐项核对。'
  if (review.status === 'running') return '自动预审正在进行。'
  const count = (isCounted: (finding: Finding) => boolean): number =>
    review.findings.filter((finding) => finding.verdict !== 'pass' && isCounted(finding)).length
  const faults = count((f) => findingLabel(f) === '不符合')
  const doubts = count((f) => findingLabel(f) !== '不符合')
  const said =
    faults + doubts === 0
      ? '没有发现问题'
      : [faults && `${faults} 处不符合`, doubts && `${doubts} 处请留意`].filter(Boolean).join('，')
  return review.is_current ? `${said}。` : `${said}。预审后申请人又改过内容，请以现在的材料为准。`
}

export function findingsOf(findings: Finding[], materialId: string): Finding[] {
  return findings.filter((finding) => finding.material_id === materialId)
}

/** Findings about the form, or about a material the case does not list. */
export function findingsElsewhere(findings: Finding[], materialIds: string[]): Finding[] {
  const known = new Set(materialIds)
  return findings.filter(({ material_id }) => material_id === null || !known.has(material_id))
}

export function findingTone(finding: Finding): Tone {
  if (finding.verdict === 'inconclusive') return 'warning'
  return finding.level === 'blocking' ? 'danger' : finding.level === 'warning' ? 'warning' : 'info'
}

export function findingLabel(finding: Finding): string {
  if (finding.verdict === 'inconclusive') return '需人工核对'
  return { blocking: '不符合', warning: '请留意', info: '提示' }[finding.level]
}

/** The second line of a finding: where, what was compared, and what to do. */
export function findingDetails(finding: Finding): string {
  const said: string[] = []
  if (finding.page) said.push(`第 ${finding.page} 页`)
  if (finding.expected) said.push(`应为「${finding.expected}」`)
  if (finding.actual) said.push(`实为「${finding.actual}」`)
  if (finding.advice) said.push(`建议：${finding.advice}`)
  return said.join('；')
}
