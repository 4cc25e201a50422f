/** Beside a case: notes, similar cases, history, credit; items at hand and parks. */

import { createJson, deleteJson, getJson, postJson, putJson } from './client'
import type { Assignee, CaseBrief, CaseStatus, Page } from './types'

export interface Note {
  id: string
  text: string
  author: Assignee
  mentions: Assignee[]
  is_pinned: boolean
  is_mine: boolean
  version: number
  created_at: string
  updated_at: string
  earlier: { text: string; changed_by: string; at: string }[]
}

export interface Mention {
  note_id: string
  number: string
  item_name: string
  author: string
  text: string
  at: string
  is_new: boolean
}

export interface SimilarCases {
  items: {
    number: string
    status: CaseStatus
    status_label: string
    likeness: number
    days: number | null
    closed_at: string | null
    returned_for: string[]
  }[]
  total: number
  looked_at: number
  approved: number
  rejected: number
  returned_for: { material: string; count: number }[]
}

export interface History extends Page<CaseBrief> {
  applicant: string
  total_is_exact: boolean
}

export interface Credit {
  subject: string
  number: string
  standing: 'good' | 'watched' | 'dishonest'
  standing_label: string
  records: {
    kind: string
    kind_label: string
    title: string
    authority: string
    on: string | null
    until: string | null
  }[]
  as_of: string
}

export interface UsedItem {
  code: string
  name: string
  is_pinned: boolean
  waiting: number
  done: number
}

export interface ParkBrief {
  id: string
  name: string
  kind: string
  address: string
  streets: string[]
  cases: number
  waiting: number
  late: number
}

export interface ParkView extends ParkBrief {
  enterprises: {
    user_id: string
    name: string
    cases: number
    waiting: number
    is_listed: boolean
  }[]
  due: CaseBrief[]
}

const of = (number: string, what: string): string =>
  `/staff/v1/cases/${encodeURIComponent(number)}/${what}`
const note = (number: string, id: string): string =>
  `${of(number, 'notes')}/${encodeURIComponent(id)}`

export const listNotes = (number: string): Promise<Page<Note>> => getJson(of(number, 'notes'))

export const addNote = (
  number: string,
  text: string,
  mentions: string[],
  key: string,
): Promise<Page<Note>> => createJson(of(number, 'notes'), { text, mentions }, key)

export const changeNote = (
  number: string,
  id: string,
  change: { version?: number; text?: string; mentions?: string[]; is_pinned?: boolean },
): Promise<Page<Note>> => putJson(note(number, id), change)

export const removeNote = (number: string, id: string): Promise<Page<Note>> =>
  deleteJson(note(number, id))

export const listMentions = (): Promise<Page<Mention> & { unseen: number }> =>
  getJson('/staff/v1/mentions')

export const similarCases = (number: string): Promise<SimilarCases> =>
  getJson(of(number, 'similar'))

export const historyOf = (number: string): Promise<History> => getJson(of(number, 'history'))

export const creditOf = (number: string): Promise<Credit> => postJson(of(number, 'credit'), {})

export const usedItems = (): Promise<Page<UsedItem>> => getJson('/staff/v1/used_items')

export const pinItem = (code: string, isPinned: boolean): Promise<Page<UsedItem>> =>
  putJson(`/staff/v1/used_items/${encodeURIComponent(code)}`, { is_pinned: isPinned })

export const listParks = (): Promise<Page<ParkBrief>> => getJson('/staff/v1/parks')

export const getPark = (id: string): Promise<ParkView> =>
  getJson(`/staff/v1/parks/${encodeURIComponent(id)}`)

export const setMember = (park: string, user: string, isListed: boolean): Promise<ParkView> =>
  putJson(
    `/staff/v1/parks/${encodeURIComponent(park)}/members/${encodeURIComponent(user)}`,
    { is_listed: isListed },
  )
