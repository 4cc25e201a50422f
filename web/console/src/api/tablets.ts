/** The tablet of the counter one sits at: what stands there, what came back, what was signed. */

import { createJson, deleteJson, getBlob, getJson } from './client'

export type ShowingKind = 'text' | 'item' | 'sample' | 'acceptance' | 'signature' | 'rating'
export type PaperPurpose = 'acceptance' | 'commitment' | 'application'

/** What of it is needed goes by the kind. */
export interface ShowingWish {
  kind: ShowingKind
  title?: string
  text?: string
  item_code?: string
  material_id?: string
  case_number?: string
  purpose?: PaperPurpose
}

export interface ShowingAnswer {
  id: string
  kind: ShowingKind
  label: string
  about: string
  case_number: string | null
  state: 'shown' | 'answered' | 'taken_back'
  answer: { outcome?: 'confirmed' | 'disputed'; text?: string } | null
  shown_at: string
  answered_at: string | null
}

export interface DeliveryNote {
  key: string
  kind: string
  outcome: 'accepted' | 'duplicate' | 'conflict'
  detail: string
  made_at: string | null
  received_at: string
}

export interface TabletDesk {
  standing: ShowingAnswer | null
  latest: ShowingAnswer[]
  deliveries: DeliveryNote[]
}

export interface GlassSignature {
  id: string
  title: string
  way: 'tablet' | 'phone'
  witness: string
  made_at: string
  state: 'valid' | 'outdated' | 'broken'
  state_label: string
  is_sealed: boolean
  problem: string | null
}

const tabletOf = (counterId: string): string => `/staff/v1/counters/${encodeURIComponent(counterId)}/tablet`
const signaturesOf = (number: string): string => `/staff/v1/cases/${encodeURIComponent(number)}/signatures`

export const lookAtTablet = (counterId: string): Promise<TabletDesk> => getJson(tabletOf(counterId))
export const putUp = (counterId: string, wish: ShowingWish, key: string): Promise<TabletDesk> =>
  createJson(tabletOf(counterId), wish, key)
export const takeBack = (counterId: string, showingId: string): Promise<TabletDesk> =>
  deleteJson(`${tabletOf(counterId)}/${showingId}`)
export const listSignatures = (number: string): Promise<{ items: GlassSignature[] }> =>
  getJson(signaturesOf(number))
export const readSigned = (number: string, id: string): Promise<Blob> => getBlob(`${signaturesOf(number)}/${id}`)
