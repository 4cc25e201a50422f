/** What is kept on the phone, by one list of names; unreadable values count as absent. */

type Key =
  | 'session' | 'elder_mode' | 'read_aloud' | 'reading_voice' | 'intended_route' | 'sign_on' | 'entry_channel'
  | 'guidance_runs' | 'search_history' | 'shared_edits'

export function load<T>(key: Key): T | null {
  try {
    const text: unknown = uni.getStorageSync(`tianhe.${key}`)
    return typeof text === 'string' && text ? (JSON.parse(text) as T) : null
  } catch {
    return null
  }
}

export function save(key: Key, value: unknown): void {
  try {
    uni.setStorageSync(`tianhe.${key}`, JSON.stringify(value))
  } catch {
    // A full or forbidden storage (private browsing) only loses convenience, never the visit.
  }
}

export function forget(key: Key): void {
  uni.removeStorageSync(`tianhe.${key}`)
}
