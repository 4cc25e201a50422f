/** Words and small judgements of drawn processes. */

import type { Process, Step, StepField, StepForm } from '@/api/processes'
import type { FieldValue } from '@/api/types'
import type { Tone } from './tones'

export const NOTICE_LABELS: Record<string, string> = {
  yellow: '黄牌',
  red: '红牌',
  urge: '催办',
  late: '督办',
  passed: '转来',
}

export const NOTICE_TONES: Record<string, Tone> = {
  yellow: 'paused',
  red: 'bad',
  urge: 'paused',
  late: 'bad',
  passed: 'waiting',
}

export const SUSPENSION_KINDS: Record<string, string> = {
  hearing: '听证',
  expert_review: '专家评审',
  inspection: '检验',
  testing: '检测',
  quarantine: '检疫',
  appraisal: '鉴定',
  tender: '招标',
  auction: '拍卖',
}

export const STATE_LABELS: Record<Process['state'], string> = {
  running: '办理中',
  done: '流程已办结',
  refused: '已驳回',
  withdrawn: '申请人已撤回',
}

export const DECISION_LABELS: Record<string, string> = {
  pass: '通过',
  return: '退回',
  refuse: '不予通过',
}

const OPEN = new Set(['open', 'claimed'])
/** Steps at which a case is examined: there it may be sent back to its applicant, or refused. */
const EXAMINING = new Set(['accept', 'handle', 'review', 'inspect', 'countersign', 'approve'])

export const openSteps = (process: Process): Step[] =>
  process.steps.filter((step) => OPEN.has(step.state))

/** What this person has in hand comes first, then what they may take. */
export function stepToShow(process: Process): Step | null {
  const open = openSteps(process)
  return (
    open.find((step) => step.can.includes('complete') || step.can.includes('give_opinion')) ??
    open.find((step) => step.can.includes('claim')) ??
    open[0] ??
    null
  )
}

export const isExamining = (step: Step): boolean => EXAMINING.has(step.kind)

/** The values a form begins with: masked ones are left out, so that they stay as they are. */
export function startValues(form: StepForm | undefined): Record<string, FieldValue> {
  const fields = form?.writes.filter((field) => !field.is_masked) ?? []
  return Object.fromEntries(fields.map((field) => [field.id, field.value]))
}

/** Only what was changed is sent. */
export function changedValues(
  form: StepForm | undefined,
  values: Record<string, FieldValue>,
): Record<string, FieldValue> {
  const before = startValues(form)
  return Object.fromEntries(
    Object.entries(values).filter(([id, value]) => value !== (before[id] ?? null) && value !== undefined),
  )
}

/** What must still be filled before the step may be passed, by name. */
export function missingFields(
  form: StepForm | undefined,
  values: Record<string, FieldValue>,
): string[] {
  const isEmpty = (field: StepField): boolean => {
    const value = values[field.id] ?? (field.is_masked ? field.value : null)
    return value === null || value === ''
  }
  return (form?.writes ?? []).filter((field) => field.required && isEmpty(field)).map((f) => f.label)
}

/** A value as it is read. */
export function fieldText(field: StepField): string {
  if (field.value === null || field.value === '') return '—'
  if (typeof field.value === 'boolean') return field.value ? '是' : '否'
  const option = field.options.find((one) => one.id === field.value)
  return `${option?.label ?? field.value}${field.unit ?? ''}`
}
