/** 取号与预约: lines of halls, one's own numbers, slots and appointments. */

import { request } from '@/api/client'

export interface Wait {
  ahead: number
  low: number | null
  high: number | null
  words: string
}

export interface QueueLine {
  id: string
  letter: string
  name: string
  items: string[]
  hours: string
  /** Why no number can be drawn now; empty where it can. */
  closed: string
  waiting: number
  counters: number
  wait: Wait
}

export interface QueueHall {
  id: string
  name: string
  address: string
  place_id: string
  lines: QueueLine[]
  chosen: string | null
}

export type Priority = '' | 'elderly' | 'disabled' | 'pregnant' | 'soldier'

export const PRIORITIES: { id: Priority; label: string }[] = [
  { id: '', label: '不需要' },
  { id: 'elderly', label: '65岁以上' },
  { id: 'disabled', label: '残疾人' },
  { id: 'pregnant', label: '孕妇' },
  { id: 'soldier', label: '军人' },
]

export interface Ticket {
  id: string
  number: string
  state: string
  state_label: string
  is_open: boolean
  hall_name: string
  line_id: string
  line_name: string
  item_name: string
  way: string
  priority_label: string
  counter_number: string
  wait: Wait | null
  message: string
  can_come_back: boolean
  taken_at: string
}

/** What the code on a slip of paper shows. */
export type Slip = Pick<
  Ticket,
  'number' | 'state' | 'state_label' | 'is_open' | 'hall_name' | 'line_name' | 'counter_number' | 'wait' | 'message' | 'taken_at'
>

export interface Slot {
  starts: string
  ends: string
  left: number
  is_over: boolean
}

export interface SlotDay {
  day: string
  weekday: string
  closed: string
  slots: Slot[]
}

export interface Slots {
  hall_id: string
  hall_name: string
  line_name: string
  days: SlotDay[]
  barred_until: string | null
  note: string
}

export interface Appointment {
  id: string
  state: string
  state_label: string
  hall_id: string
  hall_name: string
  hall_address: string
  item_code: string
  item_name: string
  day: string
  weekday: string
  starts: string
  ends: string
  can_check_in: boolean
  message: string
  qr_svg: string
  ticket_id: string | null
}

interface Items<T> {
  items: T[]
}

const id = encodeURIComponent

export function listQueueHalls(): Promise<Items<QueueHall>> {
  return request('GET', '/queue/halls')
}

export function readQueueHall(hall: string, item = ''): Promise<QueueHall> {
  return request('GET', `/queue/halls/${id(hall)}`, { query: { item } })
}

export function takeTicket(
  wish: { hall_id: string; line_id: string; item_code: string; priority: Priority },
  idempotencyKey: string,
): Promise<Ticket> {
  return request('POST', '/queue/tickets', { body: wish, idempotencyKey })
}

export function listTickets(): Promise<Items<Ticket>> {
  return request('GET', '/queue/tickets')
}

export function moveTicket(ticket: string, act: 'cancel' | 'come_back'): Promise<Ticket> {
  return request('POST', `/queue/tickets/${id(ticket)}/${act}`)
}

export function readSlip(slip: string): Promise<Slip> {
  return request('GET', `/queue/slips/${id(slip)}`)
}

export function readSlots(hall: string, item: string): Promise<Slots> {
  return request('GET', '/appointments/slots', { query: { hall_id: hall, item } })
}

export function bookSlot(
  wish: { hall_id: string; item_code: string; day: string; starts: string; priority: Priority },
  idempotencyKey: string,
): Promise<Appointment> {
  return request('POST', '/appointments', { body: wish, idempotencyKey })
}

export function listAppointments(): Promise<Items<Appointment>> {
  return request('GET', '/appointments')
}

export function cancelAppointment(appointment: string): Promise<Appointment> {
  return request('POST', `/appointments/${id(appointment)}/cancel`)
}

export function moveAppointment(appointment: string, day: string, starts: string): Promise<Appointment> {
  return request('POST', `/appointments/${id(appointment)}/reschedule`, { body: { day, starts } })
}

/** `code` is what was scanned in the hall. */
export function checkIn(appointment: string, code: string): Promise<Ticket> {
  return request('POST', `/appointments/${id(appointment)}/check_in`, { body: { code } })
}
