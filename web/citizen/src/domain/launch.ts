/** Where a scanned code or shared link leads (mini-program `scene` and `q`, H5 hash). */

const ITEM_TOKEN = /^i([0-9A-Z]{18}[1-9][0-9A-Z]{12})$/
const CASE_TOKEN = /^c(TH\d{15})/
const COUNTER_TOKEN = /^w([a-z0-9_-]{1,24})$/
const HALL_TOKEN = /^h([a-z0-9_-]{1,24})$/
const SLIP_TOKEN = /^t([0-9a-f]{20})$/

/**
 * The route for the token of a code: its first letter says item, case, counter, hall or slip of paper.
 *
 * `scene` is at most 32 characters and comes percent-encoded, as WeChat documents it. Null where
 * the code is none of ours.
 */
export function routeOfScene(scene: string): string | null {
  const token = decode(scene).trim()
  const [item, number, counter] = [ITEM_TOKEN, CASE_TOKEN, COUNTER_TOKEN].map((kind) => kind.exec(token)?.[1])
  if (item) return `/pages/item/index?code=${item}`
  if (number) return `/pages/case/index?number=${number}`
  const [hall, slip] = [HALL_TOKEN, SLIP_TOKEN].map((kind) => kind.exec(token)?.[1])
  if (hall) return `/pages/queue/index?hall=${hall}&here=${token}`
  if (slip) return `/pages/queue/index?slip=${slip}`
  return counter ? `/pages/index/index?counter=${counter}` : null
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
