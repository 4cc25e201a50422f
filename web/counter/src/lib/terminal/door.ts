/** Numbers and appointments at the door: nobody's session is needed. */

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

/** The same key draws one number, however often it is pressed. */
export const drawNumber = (lineId: string, key: string): Promise<Drawn> =>
  postJson('/hall/v1/queue/tickets', { line_id: lineId }, { headers: { 'Idempotency-Key': key } })

export const checkIn = (code: string): Promise<Drawn> => postJson('/hall/v1/queue/check_in', { code })
