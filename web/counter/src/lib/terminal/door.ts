/** Numbers and appointments at the door: nobody's session is needed, a card makes the number one's own. */

import { getJson, postJson } from '../http'

export interface Line {
  id: string
  letter: string
  name: string
  closed: string
  waiting: number
  wait: { words: string }
}

export interface Lines {
  id: string
  name: string
  lines: Line[]
}

export interface Drawn {
  id: string
  number: string
  hall_name: string
  line_name: string
  wait: { words: string }
  message: string
  url: string
  qr_svg: string
  taken_at: string
}

export const readLines = (): Promise<Lines> => getJson('/hall/v1/queue')

export const PRIORITIES = ['', 'elderly', 'disabled', 'pregnant', 'soldier'] as const
export type Priority = (typeof PRIORITIES)[number]

export interface Wish {
  line_id: string
  priority: Priority
  /** The reading of one's identity card, where one laid it down. */
  card: string
}

/** The same key draws one number, however often it is pressed. */
export const drawNumber = (wish: Wish, key: string): Promise<Drawn> =>
  postJson('/hall/v1/queue/tickets', wish, { headers: { 'Idempotency-Key': key } })

/** By one's own appointment code, or by the reading of one's identity card. */
export const checkIn = (by: { code: string } | { card: string }): Promise<Drawn> => postJson('/hall/v1/queue/check_in', by)
