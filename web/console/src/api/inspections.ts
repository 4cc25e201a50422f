/** 云勘察 of a case. */

import { getBlob, getJson, postForm, postJson, putJson } from './client'
import type { Page } from './types'

export type Verdict = 'fit' | 'unfit' | 'not_applicable'

export interface InspectionPoint {
  id: string
  text: string
  clause: string
  verdict: Verdict | null
  note: string
}

export interface Still {
  id: string
  sequence: number
  taken_by: 'staff' | 'citizen'
  point_id: string | null
  taken_at: string
  caption: string
  sha256: string
}

export interface Inspection {
  id: string
  case_number: string
  state: 'invited' | 'consented' | 'under_way' | 'recorded' | 'signed' | 'declined' | 'expired' | 'cancelled'
  state_label: string
  inspector: string
  inspector_number: string
  reason: string
  focus: string
  proposed_at: string | null
  expires_at: string
  created_at: string
  consents: Partial<Record<'picture' | 'sound' | 'position', boolean>>
  has_position: boolean
  points: InspectionPoint[]
  notes: string
  stills: Still[]
  record_sha256: string | null
  signed_at: string | null
  signed_by: 'drawn' | 'typed' | null
  is_sealed: boolean
  record_number: string | null
  verify_url: string | null
  problem: string | null
  steps: { act: string; label: string; actor: string; text: string; at: string }[]
  can: string[]
}

export type Findings = Record<string, { verdict: Verdict; note: string }>

const base = (number: string): string => `/staff/v1/cases/${encodeURIComponent(number)}/inspections`
const one = (number: string, id: string): string => `${base(number)}/${encodeURIComponent(id)}`

export const listInspections = (number: string): Promise<Page<Inspection>> => getJson(base(number))

/** The same again gives the open one. */
export const invite = (
  number: string,
  reason: string,
  focus: string,
  proposedAt: string | null,
): Promise<Inspection> => postJson(base(number), { reason, focus, proposed_at: proposedAt })

export const start = (number: string, id: string): Promise<Inspection> => postJson(`${one(number, id)}/start`)

export const saveFindings = (number: string, id: string, findings: Findings, notes: string): Promise<Inspection> =>
  putJson(`${one(number, id)}/findings`, { findings, notes })

/** `clientId` tells the server a second sending. */
export function sendStill(
  number: string,
  id: string,
  picture: Blob,
  clientId: string,
  pointId: string | null,
): Promise<Still> {
  const form = new FormData()
  form.append('file', picture, '勘察照片.jpg')
  form.append('client_id', clientId)
  form.append('taken_at', new Date().toISOString())
  if (pointId) form.append('point_id', pointId)
  return postForm(`${one(number, id)}/stills`, form)
}

/** The server notes who looked. */
export const getStill = (number: string, id: string, stillId: string): Promise<Blob> =>
  getBlob(`${one(number, id)}/stills/${encodeURIComponent(stillId)}`)

export const makeRecord = (number: string, id: string, companion: string): Promise<Inspection> =>
  postJson(`${one(number, id)}/record`, { companion })

export const getRecord = (number: string, id: string): Promise<Blob> => getBlob(`${one(number, id)}/record`)

export const reopen = (number: string, id: string): Promise<Inspection> => postJson(`${one(number, id)}/reopen`)

export const cancel = (number: string, id: string, reason: string): Promise<Inspection> =>
  postJson(`${one(number, id)}/cancel`, { reason })

export const videoPath = (id: string): string => `/staff/v1/inspections/${encodeURIComponent(id)}/video`
