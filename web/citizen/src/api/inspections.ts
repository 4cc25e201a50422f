/** 云勘察: the applicant's side. */

import { apiUrl, bearer, request } from '@/api/client'
import { problemFrom, unreachable } from '@/api/problem'
import type { Page } from '@/api/types'

export interface Inspection {
  id: string
  case_number: string
  item_name: string
  state: 'invited' | 'consented' | 'under_way' | 'recorded' | 'signed' | 'declined' | 'expired' | 'cancelled'
  state_label: string
  inspector: string
  inspector_number: string
  reason: string
  focus: string
  proposed_at: string | null
  consents: Partial<Consents>
  points: { id: string; text: string; verdict: 'fit' | 'unfit' | 'not_applicable' | null; note: string }[]
  stills: { id: string; sequence: number; taken_by: 'staff' | 'citizen'; caption: string }[]
  record_sha256: string | null
  signed_at: string | null
  signed_by: 'drawn' | 'typed' | null
  is_sealed: boolean
  record_number: string | null
  can: string[]
}

export interface Consents {
  picture: boolean
  sound: boolean
  position: boolean
}

export interface Position {
  longitude: number
  latitude: number
  accuracy: number
}

/** x, y, milliseconds since the first point, pressure 0–1 */
export type StrokePoint = [number, number, number, number]

export interface Strokes {
  width: number
  height: number
  strokes: StrokePoint[][]
}

const one = (id: string): string => `/inspections/${encodeURIComponent(id)}`

export const listInspections = (caseNumber: string): Promise<Page<Inspection>> =>
  request('GET', '/inspections', { query: { case_number: caseNumber } })

export const readInspection = (id: string): Promise<Inspection> => request('GET', one(id))

export const sayConsent = (id: string, consents: Consents): Promise<Inspection> =>
  request('POST', `${one(id)}/consent`, { body: consents })

export const declineInspection = (id: string, reason: string): Promise<Inspection> =>
  request('POST', `${one(id)}/decline`, { body: { reason } })

export const tellPosition = (id: string, position: Position): Promise<void> =>
  request('PUT', `${one(id)}/position`, { body: position })

export const signRecord = (id: string, recordSha256: string, strokes: Strokes): Promise<Inspection> =>
  request('POST', `${one(id)}/sign`, { body: { record_sha256: recordSha256, ...strokes } })

export const confirmRecord = (id: string, recordSha256: string, name: string): Promise<Inspection> =>
  request('POST', `${one(id)}/confirm`, { body: { record_sha256: recordSha256, name } })

export const recordPath = (id: string): string => `${one(id)}/record`
export const videoPath = (id: string): string => `${one(id)}/video`

/** A still of one's own. `clientId` tells the server a second sending. Browser only. */
export async function sendStill(
  id: string, picture: Blob, clientId: string, position: Position | null,
): Promise<void> {
  const form = new FormData()
  form.append('file', picture, '现场照片.jpg')
  form.append('client_id', clientId)
  form.append('taken_at', new Date().toISOString())
  if (position) Object.entries(position).forEach(([name, value]) => form.append(name, String(value)))
  const headers = { Authorization: `Bearer ${await bearer()}` }
  const answer = await fetch(apiUrl(`${one(id)}/stills`), { method: 'POST', headers, body: form }).catch(() => null)
  if (!answer) throw unreachable()
  if (!answer.ok) throw problemFrom(answer.status, await answer.text())
}
