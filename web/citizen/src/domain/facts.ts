/** Figures of an item as sentences; the API gives some as figures, some as text. */

import type { Copies, Fee, Term, Visits } from '@/api/types'

/** What stands in for a figure the upstream catalogue left out. */
export const NOT_TOLD = '来源目录没有写明'
export const UNCONFIRMED = '以官方公布为准'

export function termText(term: Term | null | undefined, missing = UNCONFIRMED): string {
  if (!term) return missing
  if (term.text) return term.text
  if (term.days === null) return term.explain || missing
  return term.days === 0 ? '当场办结' : `${term.days}个${term.unit}`
}

export function feeText(fee: Fee | string | null | undefined, missing = UNCONFIRMED): string {
  if (!fee) return missing
  return typeof fee === 'string' ? fee : fee.text
}

export function visitsText(visits: Visits | number | null | undefined, missing = UNCONFIRMED): string {
  if (visits === null || visits === undefined) return missing
  const count = typeof visits === 'number' ? visits : visits.count
  return count === 0 ? '不用跑，全程网上办' : `最多跑${count}次`
}

export function daysText(days: number | null | undefined): string {
  if (days === null || days === undefined) return UNCONFIRMED
  return days === 0 ? '当场办结' : `${days}个工作日`
}

/** «原件1份、复印件2份、可交电子件». */
export function copiesText(copies: Copies | null | undefined): string {
  if (!copies) return ''
  const parts: string[] = []
  if (copies.original) parts.push(`原件${copies.original}份`)
  if (copies.copy) parts.push(`复印件${copies.copy}份`)
  if (copies.electronic) parts.push('可交电子件')
  return parts.join('、')
}

/** The first telephone number in a sentence, fit for a tel: link. */
export function phoneIn(text: string | null | undefined): string {
  return /(0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|\b1\d{4}\b|\b9\d{4}\b)/.exec(text ?? '')?.[0] ?? ''
}
