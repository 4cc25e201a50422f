/** 叫号: the call panel, the live board of a hall, its lines, rule and weekly plan. */

import { getJson, postJson, putJson } from './client'

export type Priority = '' | 'elderly' | 'disabled' | 'pregnant' | 'soldier'

export interface PanelTicket {
  id: string
  number: string
  line_id: string
  line_name: string
  item_name: string
  state: string
  state_label: string
  way: 'phone' | 'door' | 'appointment'
  priority: Priority
  priority_label: string
  is_favoured: boolean
  counter_number: string
  calls: number
  returns: number
  taken_at: string
  called_at: string | null
}

export interface Panel {
  duty: { counter_id: string; counter_number: string; counter_name: string; hall_id: string; state: 'serving' | 'paused' } | null
  current: PanelTicket | null
  waiting: PanelTicket[]
  held: PanelTicket[]
  skipped: PanelTicket[]
  lines: { id: string; letter: string; name: string; waiting: number; is_mine: boolean }[]
  counters: { id: string; number: string; name: string; is_serving: boolean }[]
  places: { id: string; number: string; name: string; hall_name: string; taken_by: string }[]
  waiting_total: number
  served_today: number
}

export type TicketAct = 'recall' | 'skip' | 'come_back' | 'hold' | 'resume' | 'finish' | 'no_show'

export interface HallBoard {
  hall_id: string
  hall_name: string
  counters: {
    id: string
    number: string
    name: string
    state: 'serving' | 'paused' | 'empty'
    staff_name: string
    work_number: string
    current: string
    since: string | null
    served: number
  }[]
  lines: {
    id: string
    letter: string
    name: string
    waiting: number
    counters: number
    longest_minutes: number | null
    average_service_minutes: number | null
    wait_limit_minutes: number
    is_late: boolean
    finished: number
    missed: number
  }[]
  waiting: number
  serving: number
  alerts: string[]
  at: string
}

export interface Line {
  id: string
  letter: string
  digits: number
  name: string
  items: string[]
  hours: string
  every_day: boolean
  wait_limit_minutes: number
  state: 'open' | 'closed'
  version: number
}

export interface Rule {
  favoured_in_a_row: number
  back_behind: number
  remind_ahead: number
  book_days: number
  check_in_before: number
  check_in_after: number
  missed_limit: number
  missed_days: number
  barred_days: number
  version: number
}

export interface HallQueues {
  hall_id: string
  lines: Line[]
  rule: Rule
}

export interface PlannedSlot {
  weekday: number
  starts: string
  ends: string
  quota: number
}

export interface HallPlan {
  lines: { line_id: string; slots: PlannedSlot[] }[]
  today: Record<string, number>
}

const QUEUE = '/staff/v1/queue'
const hallPath = (hall: string): string => `${QUEUE}/halls/${encodeURIComponent(hall)}`
const ticketPath = (id: string): string => `${QUEUE}/tickets/${encodeURIComponent(id)}`

export const getPanel = (): Promise<Panel> => getJson(`${QUEUE}/panel`)
export const callNext = (after: string | null): Promise<Panel> => postJson(`${QUEUE}/next`, { after })
export const actOn = (id: string, act: TicketAct): Promise<Panel> => postJson(`${ticketPath(id)}/${act}`, {})
export const transferTo = (id: string, line: string, counter: string, isFirst: boolean): Promise<Panel> =>
  postJson(`${ticketPath(id)}/transfer`, { line_id: line, counter_id: counter, is_first: isFirst })
export const markPriority = (id: string, priority: Priority): Promise<Panel> =>
  putJson(`${ticketPath(id)}/priority`, { priority })

export const getBoard = (hall: string): Promise<HallBoard> => getJson(`${hallPath(hall)}/board`)
export const getQueues = (hall: string): Promise<HallQueues> => getJson(hallPath(hall))
export const saveLine = (hall: string, line: Line): Promise<HallQueues> => {
  const { id, ...said } = line
  return putJson(`${hallPath(hall)}/lines/${encodeURIComponent(id)}`, said)
}
export const saveRule = (hall: string, rule: Rule): Promise<HallQueues> => putJson(`${hallPath(hall)}/rule`, rule)
export const getPlan = (hall: string): Promise<HallPlan> => getJson(`${hallPath(hall)}/plan`)
export const savePlan = (hall: string, line: string, slots: PlannedSlot[]): Promise<HallPlan> =>
  putJson(`${hallPath(hall)}/lines/${encodeURIComponent(line)}/plan`, { slots })
