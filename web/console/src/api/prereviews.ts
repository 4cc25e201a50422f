/** The manual queue of pre-review. Paths follow the public contract. */

import { getBlob, getJson, postJson } from './client'
import type { CaseBrief, Finding, Page, StaffCase, Verdict } from './types'

export type QueueState = 'open' | 'decided'

export interface ManualBrief {
  id: string
  state: QueueState
  reason: 'submitted' | 'insisted' | 'asked' | 'taken_over'
  reason_label: string
  case: CaseBrief
  machine_verdict: Verdict
  verdict: Verdict | null
  note: string | null
  decided_by: { id: string; display_name: string } | null
  asked_at: string
  decided_at: string | null
  cover: { material_id: string; file_id: string } | null
}

export interface FieldRow {
  material_id: string
  file_id: string
  name: string
  label: string
  read: string
  confidence: number
  form_label: string | null
  form_value: string | null
  matches: boolean | null
  page: number
  box: Box | null
}

export type Box = [number, number, number, number]

export interface EarlierCorrection {
  material_id: string
  name: string
  value: string
  by: string
  at: string | null
}

export interface ManualReview extends ManualBrief {
  corrections: EarlierCorrection[]
  findings: Finding[]
  fields: FieldRow[]
  is_latest: boolean
  full_case: StaffCase
}

export interface Correction {
  material_id: string
  name: string
  value: string
}

export interface ReviewDecision {
  verdict: Verdict
  note: string
  dismissed: number[]
  fields: Correction[]
}

export interface PreReviewFigures {
  date_from: string
  date_to: string
  machine_reviews: number
  manual_reviews: number
  agreed: number
  agreement: { machine: Verdict; staff: Verdict; count: number }[]
  rules: { rule: string; item_name: string; title: string; raised: number; dismissed: number }[]
  misread: {
    item_code: string
    item_name: string
    material_id: string
    material_name: string
    name: string
    label: string
    corrected: number
  }[]
  radar: {
    item_code: string
    item_name: string
    material_id: string
    material_name: string
    returned: number
    flagged: number
  }[]
}

const PATH = '/staff/v1/prereviews'
const one = (id: string): string => `${PATH}/${encodeURIComponent(id)}`
const filePath = (id: string, material: string, file: string): string =>
  `${one(id)}/materials/${encodeURIComponent(material)}/files/${encodeURIComponent(file)}`

export const listReviews = (
  state: QueueState,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page<ManualBrief>> => getJson(PATH, { state, cursor, limit: 50 }, signal)

export const getReview = (id: string, signal?: AbortSignal): Promise<ManualReview> =>
  getJson(one(id), undefined, signal)

export const decideReview = (id: string, decision: ReviewDecision): Promise<ManualReview> =>
  postJson(`${one(id)}/decide`, decision)

/** Look again at a case's last pre-review, whatever the machine said. */
export const takeOver = (number: string): Promise<ManualReview> =>
  postJson(`${PATH}/take_over`, { case_number: number })

export const getReviewFile = (
  id: string,
  material: string,
  file: string,
  signal?: AbortSignal,
): Promise<Blob> => getBlob(filePath(id, material, file), signal)

/** The first page, small (JPEG). */
export const getReviewThumbnail = (id: string, material: string, file: string): Promise<Blob> =>
  getBlob(`${filePath(id, material, file)}/thumbnail`)

/** A page of a PDF or OFD as a picture; 404 beyond the last. */
export const getReviewPage = (
  id: string,
  material: string,
  file: string,
  page: number,
  signal?: AbortSignal,
): Promise<Blob> => getBlob(`${filePath(id, material, file)}/pages/${page}`, signal)

export const getFigures = (
  days: { from: string; to: string },
  signal?: AbortSignal,
): Promise<PreReviewFigures> => getJson(`${PATH}/statistics`, days, signal)
