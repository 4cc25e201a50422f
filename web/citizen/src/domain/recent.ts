/** What was searched for lately on this phone, newest first. */

export const RECENT_AT_MOST = 10

export function withRecent(recent: readonly string[], words: string): string[] {
  const said = words.trim()
  if (!said) return [...recent]
  return [said, ...recent.filter((other) => other !== said)].slice(0, RECENT_AT_MOST)
}
