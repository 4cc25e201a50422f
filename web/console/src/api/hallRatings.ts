/** 好差评 at the counters of a hall and online, and the loop a bad rating goes through. */

import { getJson, postJson } from './client'

export interface RatingFigure {
  id: string
  name: string
  total: number
  levels: Record<string, number>
  bad: number
  good_rate: number | null
}

/** Of a hall by its counters, or of what was rated online by department. */
export interface RatingFigures {
  whole: RatingFigure
  places: RatingFigure[]
  items: RatingFigure[]
  open: number
  late: number
  closed_in_time: number
  closed_late: number
}

export type LoopAct = 'confirm' | 'refute' | 'rectify' | 'satisfied' | 'unsatisfied' | 'unreachable'

export interface Rectification {
  id: string
  /** The counter, or how and of which department's case it was rated online. */
  place: string
  staff_name: string
  case_number: string | null
  /** Its giver reads in their case what was put right or explained. */
  is_read_by_rater: boolean
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

/** Of a hall, or (null) of what was rated at no counter. */
type Place = string | null

const hallPath = (id: string): string => `/staff/v1/halls/${encodeURIComponent(id)}`

export const readFigures = (hall: Place, from: string, to: string): Promise<RatingFigures> =>
  getJson(hall ? `${hallPath(hall)}/ratings` : '/staff/v1/online_ratings', { from, to })
export const listLoops = (hall: Place, closed: boolean): Promise<{ items: Rectification[]; total: number; late: number }> =>
  getJson(`${hall ? hallPath(hall) : '/staff/v1'}/rectifications`, { closed: closed ? 'true' : 'false' })
export const revealPhone = (id: string): Promise<{ phone: string }> =>
  postJson(`/staff/v1/rectifications/${id}/phone`, {})
export const takeStep = (id: string, act: LoopAct, text: string): Promise<Rectification> =>
  postJson(`/staff/v1/rectifications/${id}/steps`, { act, text })
/** How many wait for a step, wherever one may see them, and how many are over its day. */
export const readWaitingLoops = (): Promise<{ open: number; late: number }> => getJson('/staff/v1/rectifications/waiting')
