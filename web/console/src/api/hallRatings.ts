/** 好差评 at the counters of a hall, and the loop a bad rating goes through. */

import { getJson, postJson } from './client'

export interface RatingFigure {
  id: string
  name: string
  total: number
  levels: Record<string, number>
  bad: number
  good_rate: number | null
}

export interface RatingFigures {
  hall: RatingFigure
  counters: RatingFigure[]
  items: RatingFigure[]
  open: number
  late: number
  closed_in_time: number
  closed_late: number
}

export type LoopAct = 'confirm' | 'refute' | 'rectify' | 'satisfied' | 'unsatisfied' | 'unreachable'

export interface Rectification {
  id: string
  counter_number: string
  counter_name: string
  staff_name: string
  item_name: string
  satisfaction: number
  label: string
  reasons: string[]
  text: string
  phone: string | null
  rated_at: string
  state: 'verify' | 'rectify' | 'revisit' | 'closed'
  state_label: string
  due_at: string | null
  is_late: boolean
  can: LoopAct[]
  events: { act: string; label: string; actor: string; text: string; was_late: boolean; at: string }[]
}

const hallPath = (id: string): string => `/staff/v1/halls/${encodeURIComponent(id)}`

export const readFigures = (hallId: string, from: string, to: string): Promise<RatingFigures> =>
  getJson(`${hallPath(hallId)}/ratings`, { from, to })
export const listLoops = (hallId: string, closed: boolean): Promise<{ items: Rectification[]; late: number }> =>
  getJson(`${hallPath(hallId)}/rectifications`, { closed: closed ? 'true' : 'false' })
export const revealPhone = (id: string): Promise<{ phone: string }> =>
  postJson(`/staff/v1/rectifications/${id}/phone`, {})
export const takeStep = (id: string, act: LoopAct, text: string): Promise<Rectification> =>
  postJson(`/staff/v1/rectifications/${id}/steps`, { act, text })
