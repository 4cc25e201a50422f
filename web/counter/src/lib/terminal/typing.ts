/** What the on-screen keyboard does to a field: as if typed, so that v-model hears of it. */

export type TextField = HTMLInputElement | HTMLTextAreaElement
export type Keys = 'digits' | 'letters' | 'chinese'

const TYPED = new Set(['text', 'search', 'tel', 'url', 'email', 'password', ''])

/** A field one types into; a date or a file has the browser's own way. */
export function textFieldOf(target: EventTarget | null): TextField | null {
  if (target instanceof HTMLTextAreaElement) return target.disabled || target.readOnly ? null : target
  if (!(target instanceof HTMLInputElement) || target.disabled || target.readOnly) return null
  return TYPED.has(target.type) ? target : null
}

/** Which keys a field begins with: numbers where only numbers are wanted, letters for codes. */
export function keysFor(field: TextField, prefersLetters: boolean): Keys {
  if (['numeric', 'decimal', 'tel'].includes(field.inputMode)) return 'digits'
  if (field.autocapitalize === 'off' || field.autocapitalize === 'none' || prefersLetters) return 'letters'
  return 'chinese'
}

/** Puts text where the caret is, over what is marked; what would be too long is left out. */
export function insertText(field: TextField, text: string): void {
  const [start, end] = selectionOf(field)
  const room = field.maxLength < 0 ? Infinity : field.maxLength - (field.value.length - (end - start))
  const fitting = text.slice(0, Math.max(0, room))
  if (!fitting) return
  field.setRangeText(fitting, start, end, 'end')
  tell(field, 'insertText', fitting)
}

/** Takes away what is marked, or the character before the caret. */
export function deleteBack(field: TextField): void {
  const [start, end] = selectionOf(field)
  const from = start < end ? start : start - ([...field.value.slice(0, start)].at(-1)?.length ?? 0)
  if (from === end) return
  field.setRangeText('', from, end, 'end')
  tell(field, 'deleteContentBackward', null)
}

function selectionOf(field: TextField): [number, number] {
  const end = field.value.length
  return [field.selectionStart ?? end, field.selectionEnd ?? end]
}

function tell(field: TextField, inputType: string, data: string | null): void {
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType, data }))
}
