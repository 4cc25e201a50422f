/** Talks with citizens and work orders: shapes and operations, as the public contract names them. */

import { deleteJson, getJson, postJson, putJson } from './client'
import type { Page } from './types'

export interface Topic {
  code: string
  name: string
}

export type HandoffStatus = 'waiting' | 'accepted' | 'closed' | 'cancelled' | 'message_left'
export type HandoffTab = 'waiting' | 'mine' | 'open' | 'closed'

export interface HandoffLine {
  id: string
  status: HandoffStatus
  status_label: string
  topic: Topic
  citizen: string
  reason: string
  channel: string
  owner: { id: string; display_name: string } | null
  is_mine: boolean
  position: number | null
  satisfaction: number | null
  work_order_number: string | null
  video: 'none' | 'invited' | 'agreed' | 'declined' | 'ended'
  opened_at: string
  accepted_at: string | null
  closed_at: string | null
  can: string[]
}

export interface SaidLine {
  id: string
  seq: number
  author: 'citizen' | 'assistant' | 'notice' | 'staff'
  author_name: string
  text: string
  at: string
}

export interface Finding {
  level: string
  verdict: string
  message: string
  advice?: string | null
}

export interface Packet {
  item: { code: string; name: string; department: string; link_way: string } | null
  answers: { question: string; answer: string }[]
  open_question: string | null
  unmet: string[]
  case: {
    number: string
    item_name: string
    status_label: string
    prereview: string | null
    findings: Finding[]
  } | null
  suggestions: { text: string; source: string }[]
}

export interface Note {
  id: string
  at: string
  author: string
  text: string
}

export interface Step {
  at: string
  act: string
  label: string
  actor: string
  text: string
}

export interface HandoffDetail extends HandoffLine {
  lines: SaidLine[]
  packet: Packet
  notes: Note[]
  timeline: Step[]
}

export interface Desk {
  takes_handoffs: boolean
  open_talks: number
  capacity: number
  skills: string[]
  is_open: boolean
  hours: string
}

export interface HandoffPage extends Page<HandoffLine> {
  counts: { waiting: number; mine: number; open: number }
  desk: Desk
}

export interface TransferChoices {
  colleagues: {
    id: string
    display_name: string
    department: string
    open_talks: number
    capacity: number
    is_on_duty: boolean
    skills: string[]
  }[]
  topics: Topic[]
}

export interface Phrase {
  id: string
  title: string
  text: string
}

const ROOT = '/staff/v1/handoffs'
const of = (id: string): string => `${ROOT}/${encodeURIComponent(id)}`

export const listHandoffs = (state: HandoffTab): Promise<HandoffPage> =>
  getJson(ROOT, { state, limit: 100 })
export const getHandoff = (id: string): Promise<HandoffDetail> => getJson(of(id))
export const linesAfter = (id: string, after: number): Promise<{ items: SaidLine[] }> =>
  getJson(`${of(id)}/messages`, { after })
export const acceptHandoff = (id: string): Promise<HandoffDetail> => postJson(`${of(id)}/accept`)
export const closeHandoff = (id: string): Promise<HandoffDetail> => postJson(`${of(id)}/close`)
export const sayTo = (id: string, text: string, mark: string): Promise<SaidLine> =>
  postJson(`${of(id)}/messages`, { text, client_message_id: mark })
export const transferHandoff = (
  id: string,
  to: { staff_id?: string; topic?: string },
  reason: string,
): Promise<HandoffDetail> => postJson(`${of(id)}/transfer`, { ...to, reason })
export const releaseHandoff = (id: string, reason: string): Promise<HandoffDetail> =>
  postJson(`${of(id)}/release`, { reason })
export const takeOver = (id: string, reason: string): Promise<HandoffDetail> =>
  postJson(`${of(id)}/take_over`, { reason })
export const addNote = (id: string, text: string): Promise<Note[]> =>
  postJson(`${of(id)}/notes`, { text })
export const inviteVideo = (id: string): Promise<HandoffDetail> =>
  postJson(`${of(id)}/video/invite`)
export const transferChoices = (): Promise<TransferChoices> => getJson(`${ROOT}/choices`)
export const setDesk = (takes: boolean): Promise<Desk> =>
  putJson(`${ROOT}/desk`, { takes_handoffs: takes })

const PHRASES = '/staff/v1/canned_replies'
type PhraseList = { items: Phrase[] }
export const listPhrases = (): Promise<PhraseList> => getJson(PHRASES)
export const keepPhrase = (id: string | null, title: string, text: string): Promise<PhraseList> =>
  id ? putJson(`${PHRASES}/${id}`, { title, text }) : postJson(PHRASES, { title, text })
export const removePhrase = (id: string): Promise<PhraseList> => deleteJson(`${PHRASES}/${id}`)

// —— Work orders ——

export interface WorkOrder {
  number: string
  classification_label: string
  text: string
  department: string
  department_code: string
  status: 'submitted' | 'accepted' | 'replied' | 'closed' | 'withdrawn'
  status_label: string
  due_at: string
  due_note: string
  is_overdue: boolean
  reply: string | null
  replied_at: string | null
  satisfaction: number | null
  visit_text: string
  created_at: string
  timeline: Step[]
  can: string[]
  applicant: string
  contact_name: string
  contact_phone: string
  assignee: string | null
  is_mine: boolean
}

export interface WorkOrderPage extends Page<WorkOrder> {
  counts: { submitted: number; accepted: number; replied: number; overdue: number }
}

const ORDERS = '/staff/v1/work_orders'
const order = (number: string): string => `${ORDERS}/${encodeURIComponent(number)}`

export const listOrders = (
  query: { state: string; q: string; cursor?: string | null },
  signal?: AbortSignal,
): Promise<WorkOrderPage> => getJson(ORDERS, { ...query, limit: 50 }, signal)
export const getOrder = (number: string): Promise<WorkOrder> => getJson(order(number))
export const acceptOrder = (number: string): Promise<WorkOrder> => postJson(`${order(number)}/accept`)
export const replyOrder = (number: string, text: string): Promise<WorkOrder> =>
  postJson(`${order(number)}/reply`, { text })
export const assignOrder = (
  number: string,
  departmentCode: string,
  reason: string,
): Promise<WorkOrder> => postJson(`${order(number)}/assign`, { department_code: departmentCode, reason })
export const visitOrder = (number: string, satisfaction: number, text: string): Promise<WorkOrder> =>
  postJson(`${order(number)}/visit`, { satisfaction, text })
