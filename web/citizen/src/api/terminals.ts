/** A self-service terminal of a hall that this phone lets in. */

import { request } from '@/api/client'

export interface Terminal {
  name: string
  place: string
}

const pathOf = (code: string): string => `/terminals/${encodeURIComponent(code)}`

/** Which terminal shows this code. */
export function lookAtTerminal(code: string): Promise<Terminal> {
  return request('GET', pathOf(code))
}

/** Goes on there; said again it changes nothing. */
export function continueAtTerminal(code: string): Promise<Terminal> {
  return request('POST', `${pathOf(code)}/visit`)
}

/** One's own identity card on a terminal's reader; `is_open` while it waits for one's word. */
export interface CardVisit {
  id: string
  terminal: string
  place: string
  asked_at: string
  expires_at: string
  is_open: boolean
}

const visitOf = (id: string): string => `/terminal-visits/${encodeURIComponent(id)}`

export const listCardVisits = (): Promise<{ items: CardVisit[] }> => request('GET', '/terminal-visits')

export const readCardVisit = (id: string): Promise<CardVisit> => request('GET', visitOf(id))

/** «是我本人» or «不是我»; said again it changes nothing. */
export const answerCardVisit = (id: string, isMe: boolean): Promise<CardVisit> =>
  request('POST', `${visitOf(id)}/${isMe ? 'confirm' : 'deny'}`)
