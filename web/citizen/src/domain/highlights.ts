/** A text cut where the words of a query stand in it. */

import type { Span } from '@/api/types'

export interface Piece {
  text: string
  isHit: boolean
}

/**
 * The text in pieces, each wholly inside a span or wholly outside all of them.
 *
 * Spans count characters, as the server does, not UTF-16 units; what lies beyond the text is cut.
 */
export function piecesOf(text: string, spans: readonly Span[] | null | undefined): Piece[] {
  const characters = [...text]
  const pieces: Piece[] = []
  let at = 0
  const take = (end: number, isHit: boolean): void => {
    const part = characters.slice(at, end).join('')
    if (part) pieces.push({ text: part, isHit })
    at = Math.max(at, end)
  }
  for (const [start, end] of spans ?? []) {
    take(start, false)
    take(end, true)
  }
  take(characters.length, false)
  return pieces
}
