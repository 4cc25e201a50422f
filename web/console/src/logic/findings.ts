/** Pre-review findings put beside what they speak of, the gravest first. */

import type { Finding, FindingLevel, StaffCase } from '@/api/types'

const GRAVITY: Record<FindingLevel, number> = { blocking: 0, warning: 1, info: 2 }

export type Tone = 'success' | 'info' | 'warning' | 'danger'

/** Findings that need a reader's eye: everything that did not simply pass. */
export function openFindings(record: StaffCase): Finding[] {
  const all = record.findings ?? record.prereview?.findings ?? []
  return all
    .filter((finding) => finding.verdict !== 'pass')
    .sort((left, right) => GRAVITY[left.level] - GRAVITY[right.level])
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

/** `应为 A，实为 B` when the check compared something. */
export function findingComparison(finding: Finding): string {
  const said: string[] = []
  if (finding.expected) said.push(`应为「${finding.expected}」`)
  if (finding.actual) said.push(`实为「${finding.actual}」`)
  return said.join('，')
}
