/** A fresh random id, for `client_message_id` and `Idempotency-Key`. */
export function freshId(): string {
  if (typeof crypto !== 'undefined' && typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const random = (): string => Math.random().toString(36).slice(2, 10)
  return `${Date.now().toString(36)}-${random()}${random()}`
}

/** `Idempotency-Key`s by wish: the same wish sent again keeps its key, another has its own. */
export function wishKeys() {
  const keys = new Map<string, string>()

  function of(wish: object): string {
    const said = JSON.stringify(wish)
    const key = keys.get(said) ?? freshId()
    keys.set(said, key)
    return key
  }

  /** What was wished has happened: the same wish is a new one from here on. */
  const clear = (): void => keys.clear()

  return { of, clear }
}
