/** Names as a screen in a hall may show them: people stand behind. */

/** 陈大文 → 陈**, 欧阳明月 → 欧***; a company keeps its first two characters. */
export function maskName(name: string): string {
  const letters = [...name.trim()]
  if (letters.length < 2) return letters.length ? '*' : ''
  const shown = letters.length > 6 ? 2 : 1
  return letters.slice(0, shown).join('') + '*'.repeat(Math.min(letters.length - shown, 3))
}
