/** 断网收件 at the counter one sits at. */

import { getBlob, getJson, postJson } from './client'

export type ParcelDecision = 'filed' | 'handed' | 'discarded'

export interface ParcelLine {
  key: string
  kind: 'taken' | 'late'
  number: string
  label: string
  holder: string
  file_count: number
  is_signed: boolean
  made_at: string
  received_at: string
  state: 'waiting' | 'duplicate' | ParcelDecision
  state_label: string
  case_number: string | null
  decided_by: string | null
  reason: string | null
}

export interface ParcelPage {
  waiting: ParcelLine[]
  settled: ParcelLine[]
}

export interface ParcelFile {
  position: number
  name: string
  media_type: string
  size: number
  material_id: string
  material_name: string
}

export interface Parcel extends ParcelLine {
  clerk: string
  id_number: string
  phone: string
  was_read_from_card: boolean
  item_code: string
  wanted_case: string
  note: string
  files: ParcelFile[]
  /** The signature, as SVG. */
  picture: string | null
  has_account: boolean
}

/** Where its files could go in a case; `known` are those the case holds already. */
export interface ParcelPlaces {
  case_number: string
  item_name: string
  applicant: string
  is_same_person: boolean
  obstacle: string
  rooms: { id: string; name: string; left: number }[]
  known: number[]
}

export interface ParcelSettling {
  decision: ParcelDecision
  case_number?: string
  placing?: Record<number, string>
  reason?: string
}

const parcelsOf = (counterId: string): string => `/staff/v1/counters/${encodeURIComponent(counterId)}/parcels`

export const listParcels = (counterId: string): Promise<ParcelPage> => getJson(parcelsOf(counterId))
export const lookAtParcel = (counterId: string, key: string): Promise<Parcel> => getJson(`${parcelsOf(counterId)}/${key}`)
export const readParcelFile = (counterId: string, key: string, position: number): Promise<Blob> =>
  getBlob(`${parcelsOf(counterId)}/${key}/files/${position}`)
export const placesIn = (counterId: string, key: string, number: string): Promise<ParcelPlaces> =>
  getJson(`${parcelsOf(counterId)}/${key}/places`, { case_number: number })
export const settleParcel = (counterId: string, key: string, wish: ParcelSettling): Promise<ParcelPage> =>
  postJson(`${parcelsOf(counterId)}/${key}/decision`, wish)
