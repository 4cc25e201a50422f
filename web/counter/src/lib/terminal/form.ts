/** A form that is filled here and, at the same time perhaps, on the phone. */

import type { Field } from './citizen'

export type Form = Record<string, unknown>
export type Texts = Record<string, string>
type Kind = Pick<Field, 'id' | 'kind'>

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value))

export const textsOf = (form: Form): Texts =>
  Object.fromEntries(Object.entries(form).map(([id, value]) => [id, textOf(value)]))

function valueOf({ kind }: Kind, typed = ''): string | number | null {
  const text = typed.trim()
  if (!text) return null
  return kind === 'number' && Number.isFinite(Number(text)) ? Number(text) : text
}

/** What was typed here: only that is sent, so that nothing of the phone's is overwritten. */
export function typedIn(fields: readonly Kind[], texts: Texts, saved: Form): Record<string, string | number | null> {
  const typed = fields.map((field) => [field, valueOf(field, texts[field.id])] as const)
  const changed = typed.filter(([field, value]) => value !== valueOf(field, textOf(saved[field.id])))
  return Object.fromEntries(changed.map(([field, value]) => [field.id, value]))
}

/** What stands in the form once the server has answered: what was typed here stays as it is being
 * typed; what the phone has filled meanwhile is taken over.
 *
 * @param sent what the server had, with what was sent to it
 */
export function merged(fields: readonly Kind[], texts: Texts, sent: Form, next: Form): Texts {
  const stillTyped = typedIn(fields, texts, sent)
  const fromPhone = Object.keys(typedIn(fields, textsOf(next), sent)).filter((id) => !Object.hasOwn(stillTyped, id))
  return { ...texts, ...Object.fromEntries(fromPhone.map((id) => [id, textOf(next[id])])) }
}
