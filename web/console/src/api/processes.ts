/** Drawn processes as staff work on them: steps, what they show and ask for, who stands in. */

import { deleteJson, getJson, postJson, putJson } from './client'
import type { FieldValue, Page } from './types'

export interface StepField {
  id: string
  label: string
  kind: string
  required: boolean
  value: FieldValue
  is_masked: boolean
  unit: string | null
  options: { id: string; label: string }[]
}

export interface StepForm {
  shows: StepField[]
  writes: StepField[]
  letters: { kind: string; title: string }[]
}

export interface Step {
  id: string
  node: string
  name: string
  kind: string
  kind_label: string
  role: string
  state: 'open' | 'claimed' | 'done' | 'dropped'
  claimed_by: string | null
  decision: string | null
  opinion: string | null
  due_at: string | null
  is_late: boolean
  is_escalated: boolean
  done_at: string | null
  can: string[]
}

export interface Process {
  case_number: string
  state: 'running' | 'done' | 'refused' | 'withdrawn'
  template: string
  version: number
  standing: string[]
  steps: Step[]
  earlier: Record<string, string[]>
  names: Record<string, string>
  forms: Record<string, StepForm>
}

export interface Colleague {
  id: string
  display_name: string
  role: string
  department: string
}

export interface Delegation {
  id: string
  giver: string
  delegate: string
  starts_at: string
  ends_at: string
  is_revoked: boolean
  can: string[]
}

export interface Bound {
  items: {
    code: string
    name: string
    department: string
    department_code: string
    follows: string | null
    by: 'item' | 'department' | 'content' | 'none'
  }[]
  bindings: { item_code: string; department_code: string; changed_by: string; changed_at: string }[]
}

export interface CalendarYear {
  year: number
  is_known: boolean
  adjusted: { day: string; is_working: boolean; reason: string; changed_by: string }[]
  off: string[]
  on: string[]
}

export interface Notice {
  id: string
  kind: string
  case_number: string
  text: string
  created_at: string
  seen_at: string | null
}

export type NoticePage = Page<Notice> & { unseen: number }
export type StepAct = 'claim' | 'release' | 'urge'

const P = '/staff/v1/processes'
const stepPath = (id: string): string => `${P}/steps/${encodeURIComponent(id)}`

export const getProcess = (number: string, signal?: AbortSignal): Promise<Process> =>
  getJson(`${P}/cases/${encodeURIComponent(number)}`, undefined, signal)
export const actOnStep = (id: string, act: StepAct): Promise<Step> =>
  postJson(`${stepPath(id)}/${act}`)
export const completeStep = (
  id: string,
  decision: string,
  opinion: string,
  fields: Record<string, FieldValue>,
): Promise<Step> => postJson(`${stepPath(id)}/complete`, { decision, opinion, fields })
export const takeBackStep = (id: string, node: string, reason: string): Promise<Step> =>
  postJson(`${stepPath(id)}/return`, { node, reason })
export const refuseStep = (id: string, reason: string): Promise<Step> =>
  postJson(`${stepPath(id)}/refuse`, { reason })
export const supplementStep = (
  id: string,
  note: string,
  materialIds: string[],
): Promise<Step> => postJson(`${stepPath(id)}/supplement`, { note, material_ids: materialIds })
export const transferStep = (id: string, to: string, reason: string): Promise<Step> =>
  postJson(`${stepPath(id)}/transfer`, { to, reason })
export const askOpinions = (id: string, people: string[]): Promise<Step> =>
  postJson(`${stepPath(id)}/opinions`, { people })
export const giveOpinion = (id: string, agrees: boolean, opinion: string): Promise<Step> =>
  postJson(`${stepPath(id)}/opinion`, { agrees, opinion })
export const listColleagues = (id: string, work: 'pass' | 'opinion'): Promise<Colleague[]> =>
  getJson(`${stepPath(id)}/colleagues`, { work })

export const listStandIns = (): Promise<Colleague[]> => getJson(`${P}/stand_ins`)
export const listDelegations = (): Promise<Delegation[]> => getJson(`${P}/delegations`)
export const delegate = (to: string, startsAt: string, endsAt: string): Promise<Delegation> =>
  postJson(`${P}/delegations`, { to, starts_at: startsAt, ends_at: endsAt })
export const endDelegation = (id: string): Promise<void> =>
  deleteJson(`${P}/delegations/${encodeURIComponent(id)}`)

export const suspendCase = (
  number: string,
  kind: string,
  reason: string,
  expectedDays: number | null,
): Promise<unknown> =>
  postJson(`/staff/v1/cases/${encodeURIComponent(number)}/suspensions`, {
    kind,
    reason,
    expected_days: expectedDays,
  })
export const endSuspension = (number: string, id: string): Promise<unknown> =>
  postJson(
    `/staff/v1/cases/${encodeURIComponent(number)}/suspensions/${encodeURIComponent(id)}/end`,
  )

export const getCalendar = (year: number): Promise<CalendarYear> =>
  getJson(`/staff/v1/calendar/${year}`)
export const adjustDay = (
  day: string,
  isWorking: boolean,
  reason: string,
): Promise<CalendarYear> =>
  putJson(`/staff/v1/calendar/days/${day}`, { is_working: isWorking, reason })
export const restoreDay = (day: string): Promise<CalendarYear> =>
  deleteJson(`/staff/v1/calendar/days/${day}`)

export const listTemplateNames = (): Promise<{ key: string; name: string }[]> =>
  getJson('/staff/v1/process_templates')
export const getBindings = (): Promise<Bound> => getJson('/staff/v1/process_bindings')
export const bindProcess = (
  place: { item_code: string } | { department_code: string },
  template: string | null,
): Promise<Bound> => putJson('/staff/v1/process_bindings', { ...place, template })
export const unbindProcess = (itemCode: string, departmentCode: string): Promise<Bound> =>
  deleteJson(
    `/staff/v1/process_bindings?item_code=${encodeURIComponent(itemCode)}&department_code=${encodeURIComponent(departmentCode)}`,
  )

export const listNotices = (cursor: string | null = null): Promise<NoticePage> =>
  getJson('/staff/v1/notices', cursor ? { cursor } : undefined)
export const seeNotices = (): Promise<NoticePage> => postJson('/staff/v1/notices/seen')
