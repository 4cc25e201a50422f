/** Names nobody has used before; `crypto.randomUUID` is missing on plain HTTP. */

export function randomKey(bytes = 16): string {
  const drawn = crypto.getRandomValues(new Uint8Array(bytes))
  return Array.from(drawn, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
