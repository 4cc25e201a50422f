/** Where a scanned code or shared link leads (mini-program `scene` and `q`, H5 hash). */

const ROUTES: [RegExp, (part: string) => string][] = [
  [/^i([0-9A-Z]{18}[1-9][0-9A-Z]{12})$/, (part) => `/pages/item/index?code=${part}`],
  [/^c(TH\d{15})/, (part) => `/pages/case/index?number=${part}`],
  [/^(x[a-z2-9]{16}[0-9a-f]{12})$/, (part) => `/pages/counter/index?token=${part}`],
  [/^(d[0-9a-f]{28}|s[A-Za-z0-9]{20})$/, (part) => `/pages/device/index?code=${part}`],
  [/^w([a-z0-9_-]{1,24})$/, (part) => `/pages/index/index?counter=${part}`],
  [/^h([a-z0-9_-]{1,24})$/, (part) => `/pages/queue/index?hall=${part}`],
  [/^(a[a-z0-9_-]{1,24}[0-9a-f]{7})$/, (part) => `/pages/queue/index?hall=${part.slice(1, -7)}&here=${part}`],
  [/^t([0-9a-f]{20})$/, (part) => `/pages/queue/index?slip=${part}`],
]
/** The first letter of a token says what it is: item, case, handoff, device or terminal, counter,
    hall, arrival there, number on paper. */

/**
 * The route for the token of a code, where the token itself tells it.
 *
 * `scene` is at most 32 characters and comes percent-encoded, as WeChat documents it. Null where
 * the code is none of ours.
 */
export function routeOfScene(scene: string): string | null {
  const token = decode(scene).trim()
  for (const [kind, route] of ROUTES) {
    const found = kind.exec(token)?.[1]
    if (found) return route(found)
  }
  return null
}

/** The token in what WeChat opened us with: a scene, or the whole address of a plain-link code. */
export function tokenOf(query: { scene?: string; q?: string }): string {
  if (!query.q) return decode(query.scene ?? '').trim()
  return /\/q\/([^/?#]+)/.exec(decode(query.q))?.[1] ?? ''
}

/** The route for `q`, the whole address of a plain-link code, percent-encoded once. */
export function routeOfLink(q: string): string | null {
  const address = decode(q)
  const hash = address.indexOf('#/pages/')
  if (hash >= 0) return address.slice(hash + 1)
  const token = /\/q\/([^/?#]+)/.exec(address)?.[1]
  return token ? routeOfScene(token) : null
}

/** A part of an address in plain words; as it is where it is not validly encoded. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
