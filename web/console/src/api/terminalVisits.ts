/** Identity cards on the terminals of one's hall, whose holders wait to be looked at. */

import { getJson, postJson } from './client'

export interface WaitingCard {
  id: string
  terminal: string
  place: string
  name: string
  asked_at: string
  expires_at: string
}

export interface CardHolder {
  name: string
  number: string
  age: number
}

const VISITS = '/staff/v1/terminal-visits'

export const listWaitingCards = (): Promise<{ items: WaitingCard[] }> => getJson(VISITS)

/** What stands on the card; the look is recorded. */
export const readHolder = (id: string): Promise<CardHolder> => getJson(`${VISITS}/${id}`)

export const answerCard = (id: string, isSame: boolean): Promise<void> =>
  postJson(`${VISITS}/${id}/${isSame ? 'confirm' : 'refuse'}`)
