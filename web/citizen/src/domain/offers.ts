/** The items an answer offers to choose from, joined with the buttons that choose them. */

import type { Button, ItemChoice } from '@/api/types'
import { buildCommand, parseCommand } from '@/domain/commands'

const AT_MOST = 4

export interface Offer {
  title: string
  tells: string
  payload: string
}

function chooses({ payload, title }: Button, choice: ItemChoice): boolean {
  const code = parseCommand(payload)?.args['item_code']
  return code === undefined ? title === choice.title : code === choice.code
}

/** At most four; where no button chooses an item, asking about it does. */
export function offers(choices: ItemChoice[], buttons: Button[]): Offer[] {
  return choices.slice(0, AT_MOST).map((choice) => ({
    title: choice.title,
    tells: choice.tells ?? '',
    payload:
      buttons.find((button) => chooses(button, choice))?.payload ?? buildCommand('item_ask', { item_code: choice.code }),
  }))
}

/** The buttons that choose none of the items: 咨询人工, 都不是 and the like. */
export function restOf(choices: ItemChoice[], buttons: Button[]): Button[] {
  return buttons.filter((button) => !choices.some((choice) => chooses(button, choice)))
}
