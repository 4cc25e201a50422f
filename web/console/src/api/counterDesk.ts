/** 窗口: one's own counter, and the handoff between it and a citizen's phone. */

import { deleteJson, getBlob, getJson, patchJson, postJson, putJson } from './client'
import type { Finding, MaterialFile, SituationAnswer } from './types'

export type Side = 'citizen' | 'staff' | 'counter'
export type FieldValue = string | number | null

export interface Duty {
  counter_id: string
  counter_number: string
  counter_name: string
  hall_id: string
  staff_id: string
  display_name: string
  work_number: string
  state: 'serving' | 'paused'
  since: string
}

export interface Place {
  id: string
  number: string
  name: string
  hall_name: string
  taken_by: string
}

export interface Offered {
  handoff_id: string
  token: string
  qr_svg: string
  expires_at: string
}

export interface SharedField {
  id: string
  label: string
  kind: string
  required: boolean
  help: string | null
  max_length: number
  unit: string | null
  options: { id: string; label: string }[]
  value: FieldValue
  is_masked: boolean
  mark: string | null
  fault: string | null
}

export interface SharedMaterial {
  id: string
  name: string
  required: boolean
  files: MaterialFile[]
}

export interface CaseHead {
  number: string
  item_name: string
  status: string
  status_label: string
}

export interface Shared {
  case: CaseHead | null
  basic: { id: string; label: string; value: string; is_masked: boolean }[] | null
  answers: SituationAnswer[] | null
  form: { title: string; fields: SharedField[] }[] | null
  materials: SharedMaterial[]
  summary: string | null
  findings: Finding[] | null
  cases: CaseHead[] | null
  may_fill: boolean
  askable: { id: string; name: string }[]
}

export interface SharedEdit {
  edit_id: string
  side: Side
  actor: string
  field: string
  label: string
  value: FieldValue
  current: FieldValue
  state: 'proposed' | 'conflict' | 'accepted' | 'refused'
  at: string
}

export interface PhotoAsk {
  id: string
  material_id: string
  material_name: string
  note: string
  state: 'open' | 'done' | 'declined'
  at: string
}

export interface TraceLine {
  at: string
  side: Side | 'system'
  actor: string
  act: string
  text: string
}

export interface CounterHandoff {
  id: string
  state: 'claimed' | 'running' | 'ended'
  citizen: string
  /** Begun by whoever sat here before: the citizen has to agree to me first. */
  is_colleagues: boolean
  claimed_at: string | null
  shared: Shared | null
  edits: SharedEdit[]
  locks: { field: string; side: Side; until: string }[]
  asks: PhotoAsk[]
  trace: TraceLine[]
}

export interface Desk {
  handoff: CounterHandoff | null
  waiting: { id: string; citizen: string; at: string }[]
  /** What a gun that the counter's agent holds read a moment ago. */
  scanned: { id: string; text: string } | null
  /** Where this counter's computer takes papers while the server is away. */
  offline_page: string
}

export interface EditResult {
  edit_id: string
  field: string
  outcome: string
  message: string
  mark: string
}

const HANDOFFS = '/staff/v1/counter_handoffs'
export const COUNTER_STREAM = `${HANDOFFS}/stream`
const one = (id: string, rest = ''): string => `${HANDOFFS}/${encodeURIComponent(id)}${rest}`

export const listPlaces = (): Promise<Place[]> => getJson('/staff/v1/counters')
export const myDuty = (): Promise<Duty | null> => getJson('/staff/v1/duty')
export const sitDown = (counter: string): Promise<Duty> => putJson(`/staff/v1/counters/${encodeURIComponent(counter)}/duty`, {})
export const pauseDuty = (state: Duty['state']): Promise<Duty | null> => patchJson('/staff/v1/duty', { state })
/** Frees a counter whose clerk has gone without leaving. */
export const freeCounter = (counter: string): Promise<void> => deleteJson(`/staff/v1/counters/${encodeURIComponent(counter)}/duty`)
export const standUp = (): Promise<void> => deleteJson('/staff/v1/duty')

export const offerCode = (counter: string): Promise<Offered> =>
  postJson(`/staff/v1/counters/${encodeURIComponent(counter)}/handoffs`)

export const readDesk = (): Promise<Desk> => getJson(`${HANDOFFS}/desk`)
export const claimCode = (token: string): Promise<CounterHandoff> => postJson(`${HANDOFFS}/claim`, { token })
export const acceptHandoff = (id: string): Promise<CounterHandoff> => postJson(one(id, '/accept'))
export const endHandoff = (id: string): Promise<void> => postJson(one(id, '/end'))

export const propose = async (
  id: string, edits: { edit_id: string; field: string; base: string; value: FieldValue }[],
): Promise<EditResult[]> => (await postJson<{ results: EditResult[] }>(one(id, '/edits'), { edits })).results

export const takeBack = (id: string, edit: string): Promise<void> =>
  deleteJson(one(id, `/edits/${encodeURIComponent(edit)}`))

export const holdField = (id: string, field: string): Promise<{ is_yours: boolean }> =>
  putJson(one(id, `/locks/${encodeURIComponent(field)}`), {})

export const leaveField = (id: string, field: string): Promise<void> =>
  deleteJson(one(id, `/locks/${encodeURIComponent(field)}`))

export const askForPhoto = (id: string, material: string, note: string): Promise<{ id: string }> =>
  postJson(one(id, '/asks'), { material_id: material, note })

export const withdrawAsk = (id: string, ask: string): Promise<void> =>
  deleteJson(one(id, `/asks/${encodeURIComponent(ask)}`))

export const getSharedFile = (id: string, material: string, file: string, signal?: AbortSignal): Promise<Blob> =>
  getBlob(one(id, `/materials/${encodeURIComponent(material)}/files/${encodeURIComponent(file)}`), signal)
