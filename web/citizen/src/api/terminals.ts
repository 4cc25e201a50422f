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
