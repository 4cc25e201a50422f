/** What must be known of a result or passage before relying on it. */

import { UNCONFIRMED } from '@/domain/facts'

type Noted = { notes?: readonly string[] }

/** What changes its worth, said in full: another place's rule, no longer or not yet valid. */
export function warningsOf({ notes }: Noted): string[] {
  return (notes ?? []).filter((note) => !note.startsWith(UNCONFIRMED))
}

/** Whether it only was not compared with the official text, for which a small mark is enough. */
export function isUnconfirmed({ notes }: Noted): boolean {
  return (notes ?? []).some((note) => note.startsWith(UNCONFIRMED))
}

/** What an answer says before the question it ends with: «已改为……», «好，回到上一个问题». */
export function leadOf(text: string | null | undefined, question: string): string {
  const words = text?.trim() ?? ''
  return words.endsWith(question) ? words.slice(0, -question.length).trim() : ''
}
