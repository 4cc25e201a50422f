/** 拼音: which characters the letters typed so far may mean, one syllable after another. */

/** Characters by syllable, the commonest first, between spaces. */
export type Syllables = Readonly<Record<string, string>>

export interface Meanings {
  /** How many of the letters these characters stand for. */
  used: number
  characters: string[]
}

const LONGEST = 6

/** The longest syllable the letters begin with; where they end inside one, what it may become. */
export function meaningsOf(letters: string, table: Syllables): Meanings {
  const typed = letters.toLowerCase()
  for (let used = Math.min(typed.length, LONGEST); used > 0; used--) {
    const known = Object.hasOwn(table, typed.slice(0, used)) ? table[typed.slice(0, used)] : undefined
    if (known) return { used, characters: known.split(' ') }
  }
  const begun = Object.keys(table).filter((syllable) => typed && syllable.startsWith(typed))
  const characters = begun.flatMap((syllable) => table[syllable]?.split(' ').slice(0, 4) ?? [])
  return { used: typed.length, characters: [...new Set(characters)] }
}
