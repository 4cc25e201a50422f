/** Words, tones and boxes of the manual side of pre-review. */

import type { Box, FieldRow } from '@/api/prereviews'
import type { Finding, Verdict } from '@/api/types'
import { findingLabel, findingTone } from './findings'
import type { Tone } from './tones'

export const VERDICTS: Record<Verdict, string> = {
  pass: '通过',
  fail: '需要修改',
  inconclusive: '不能确定',
}

export const VERDICT_TONES: Record<Verdict, Tone> = { pass: 'good', fail: 'bad', inconclusive: 'paused' }

/** A frame drawn over a page: where, in what tone, and what it is about. */
export interface PageMark {
  key: string
  box: Box
  tone: string
  label: string
}

/** What is marked on a page of a file: findings by their tone, fields in quiet. */
export function marksOn(
  findings: readonly Finding[],
  fields: readonly FieldRow[],
  fileId: string,
  page: number,
): PageMark[] {
  const ofFindings = findings.flatMap((finding, index) =>
    finding.box && finding.file_id === fileId && (finding.page ?? 1) === page
      ? [{
          key: `finding-${index}`,
          box: finding.box,
          tone: findingTone(finding),
          label: `${findingLabel(finding)}：${finding.message}`,
        }]
      : [],
  )
  const ofFields = fields.flatMap((field, index) =>
    field.box && field.file_id === fileId && field.page === page
      ? [{
          key: `field-${index}`,
          box: field.box,
          tone: field.matches === false ? 'warning' : 'field',
          label: `${field.label}：${field.read}`,
        }]
      : [],
  )
  return [...ofFields, ...ofFindings]
}

/** `part` of `whole` in whole percents; a dash where there is nothing to divide by. */
export function share(part: number, whole: number): string {
  return whole ? `${Math.round((part / whole) * 100)}%` : '—'
}
