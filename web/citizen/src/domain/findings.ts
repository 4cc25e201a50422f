/** Pre-review findings, grouped as a citizen goes through them. */

import type { SampleName } from '@/api/samples'
import type { Case, Finding, PreReview } from '@/api/types'

export interface FindingGroup {
  materialId: string | null
  title: string
  samples: SampleName[]
  findings: { number: number; finding: Finding }[]
}

const ORDER: Record<Finding['level'], number> = { blocking: 0, warning: 1, info: 2 }

const mustMend = ({ level, verdict }: Finding): boolean => level === 'blocking' && verdict === 'fail'

const LEVELS: Record<Finding['level'], { text: string; look: string }> = {
  blocking: { text: '必须改', look: 'tag--kapok' },
  warning: { text: '建议改', look: 'tag--warn' },
  info: { text: '提醒', look: 'tag--plain' },
}
const UNSURE = { text: '待人工核对', look: 'tag--warn' }

/** How grave it is, in a word and a colour. */
export const tagOf = ({ level, verdict }: Finding) => (verdict === 'inconclusive' ? UNSURE : LEVELS[level])

/** Two rules may find the same; whoever mends it reads it once. */
export function withoutTwins(findings: Finding[]): Finding[] {
  const told = new Map<string, Finding>()
  for (const finding of findings) {
    const { material_id: material, message, advice, file_id: file, page, box } = finding
    const said = JSON.stringify([tagOf(finding).text, material, message, advice, file, page, box])
    const known = told.get(said)
    if (!known || ORDER[finding.level] < ORDER[known.level]) told.set(said, finding)
  }
  return [...told.values()]
}

/**
 * Findings that ask for something, by material (the form first), the gravest first, numbered
 * through. Where something must be mended comes before where a person will look.
 */
export function groupFindings(findings: Finding[], materials: Case['materials']): FindingGroup[] {
  const groups = new Map<string | null, Finding[]>()
  for (const finding of withoutTwins(findings.filter(({ verdict }) => verdict !== 'pass'))) {
    const known = materials.some(({ id }) => id === finding.material_id) ? finding.material_id : null
    groups.set(known, [...(groups.get(known) ?? []), finding])
  }
  let number = 0
  const places = [null, ...materials.map(({ id }) => id)]
  const urgent = places.filter((place) => groups.get(place)?.some(mustMend))
  return [...urgent, ...places.filter((place) => !urgent.includes(place))].flatMap((materialId) => {
    const sorted = [...(groups.get(materialId) ?? [])].sort((a, b) => ORDER[a.level] - ORDER[b.level])
    if (!sorted.length) return []
    const material = materials.find(({ id }) => id === materialId)
    const title = material?.name ?? '申请表'
    const numbered = sorted.map((finding) => ({ number: (number += 1) - 1, finding }))
    return [{ materialId, title, samples: material?.samples ?? [], findings: numbered }]
  })
}

export function isBlocked(findings: Finding[]): boolean {
  return findings.some(mustMend)
}

/** Whether a review keeps the case from being handed in: a person's word stands over the findings. */
export function isBlocking(review: PreReview | null): boolean {
  if (!review) return false
  return review.by === 'staff' ? review.verdict === 'fail' : isBlocked(review.findings)
}

/** The form field a finding is about: named by itself, or the end of its rule (`form.phone`). */
export function fieldOf(finding: Finding, fieldIds: string[]): string | null {
  const named = finding.field ?? finding.rule.split(/[.:/]/).pop() ?? ''
  return fieldIds.includes(named) ? named : null
}
