/** Names as a screen in a hall may show them: people stand behind. */

/** 陈大文 → 陈**, 欧阳明月 → 欧***; a company keeps its first two characters. */
export function maskName(name: string): string {
  const letters = [...name.trim()]
  if (letters.length < 2) return letters.length ? '*' : ''
  const shown = letters.length > 6 ? 2 : 1
  return letters.slice(0, shown).join('') + '*'.repeat(Math.min(letters.length - shown, 3))
}

/** Kinds of form fields that are somebody's own data. */
export const PRIVATE_KINDS: ReadonlySet<string> = new Set(['name', 'id_number', 'phone', 'address'])

/** What stands on the screen of a private field: enough to know it again, too little to use. */
export function maskPrivate(kind: string, value: string): string {
  const letters = [...value.trim()]
  if (kind === 'name') return maskName(value)
  if (kind === 'address') return between(letters, 6, 0)
  return between(letters, 3, 2)
}

function between(letters: string[], first: number, last: number): string {
  if (letters.length <= first + last) return '*'.repeat(letters.length)
  const hidden = '*'.repeat(Math.min(letters.length - first - last, 12))
  return letters.slice(0, first).join('') + hidden + letters.slice(letters.length - last).join('')
}
