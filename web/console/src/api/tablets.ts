/** The tablet of the counter one sits at: what stands there, what came back, what was signed. */

import { createJson, deleteJson, getBlob, getJson, postJson, putJson } from './client'
import type { SampleName } from './samples'

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
  label: string
  outcome: 'accepted' | 'duplicate' | 'conflict'
  detail: string
  made_at: string | null
  received_at: string
  decision: LateDecision | null
  decided_by: string | null
  decided_at: string | null
  reason: string | null
}

export type LateDecision = 'adopted' | 'discarded'

export type Part = '' | 'whole' | 'why' | 'source' | 'copies'

/** Where in a showing somebody is; what of it is used goes by the kind. Of a sample, `file_id` is it, `page` its side. */
export interface Whereabouts {
  page: number
  file_id: string
  material_id: string
  part: Part
}

/** `x` and `y`: shares of a page's width and height, null where no spot is marked. */
export interface Pointing extends Whereabouts {
  x: number | null
  y: number | null
}

export interface ShownMaterial {
  id: string
  name: string
  files?: { id: string; name: string; media_type: string }[]
  why?: string
  source_explain?: string
  copies?: { original: number; copy: number } | null
  samples?: SampleName[]
}

/** What stands on the tablet, as its visitor sees it. */
export interface TabletScreen {
  id: string
  kind: ShowingKind
  content: { pages?: number; item_code?: string; materials?: ShownMaterial[]; material?: ShownMaterial }
  phone: { url: string; qr_svg: string; is_taken: boolean } | null
  pointing: Pointing | null
}

/** `late` waits for this clerk's decision, oldest first; `places` is where the screens are. */
export interface TabletDesk {
  standing: ShowingAnswer | null
  screen: TabletScreen | null
  places: Partial<Record<'tablet' | 'phone', Whereabouts & { is_following: boolean }>>
  has_tablet: boolean
  asked_again: { showing_id: string; label: string } | null
  latest: ShowingAnswer[]
  deliveries: DeliveryNote[]
  late: DeliveryNote[]
}

interface Fact {
  label: string
  text: string
}

/** What came too late, beside what stands now. An empty `obstacle`: it can still be taken. */
export interface LateAnswer {
  delivery: DeliveryNote
  about: string
  case_number: string | null
  given: Fact[]
  picture: string | null
  has_photo: boolean
  stands: Fact[]
  obstacle: string
  anew: ShowingWish | null
}

export interface GlassSignature {
  id: string
  title: string
  way: 'tablet' | 'phone' | 'desk'
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
export const showAgain = (counterId: string, showingId: string, key: string): Promise<TabletDesk> =>
  createJson(`${tabletOf(counterId)}/${showingId}/again`, {}, key)
export const pointAt = (counterId: string, showingId: string, place: Pointing): Promise<Pointing> =>
  putJson(`${tabletOf(counterId)}/${showingId}/pointing`, place)
/** A page of the paper, or of a received file, as the tablet shows it. */
export const readShownPage = (counterId: string, showingId: string, place: Whereabouts, signal: AbortSignal): Promise<Blob> =>
  getBlob(
    `${tabletOf(counterId)}/${showingId}/${place.file_id ? `files/${place.file_id}/` : ''}pages/${place.page}`,
    signal,
  )
const lateOf = (counterId: string, key: string): string => `${tabletOf(counterId)}/late/${encodeURIComponent(key)}`
export const lookAtLate = (counterId: string, key: string): Promise<LateAnswer> => getJson(lateOf(counterId, key))
export const readLatePhoto = (counterId: string, key: string): Promise<Blob> => getBlob(`${lateOf(counterId, key)}/photo`)
export const decideOnLate = (counterId: string, key: string, decision: LateDecision, reason: string): Promise<TabletDesk> =>
  postJson(`${lateOf(counterId, key)}/decision`, { decision, reason })
export const listSignatures = (number: string): Promise<{ items: GlassSignature[] }> =>
  getJson(signaturesOf(number))
export const readSigned = (number: string, id: string): Promise<Blob> => getBlob(`${signaturesOf(number)}/${id}`)
