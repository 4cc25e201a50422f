/** Where a scanned code or shared link leads (mini-program `scene` and `q`, H5 hash). */

const ITEM_CODE = /^[0-9A-Z]{18}[1-9][0-9A-Z]{12}$/
const CASE_NUMBER = /^TH\d{15}$/

/**
 * The route for a code's content: an item code, a case number, or a counter's name or token.
 *
 * `scene` is at most 32 characters and comes percent-encoded, as WeChat documents it.
 */
export function routeOfScene(scene: string): string | null {
  const text = decode(scene).trim()
  if (!text) return null
  if (ITEM_CODE.test(text)) return `/pages/item/index?code=${text}`
  if (CASE_NUMBER.test(text)) return `/pages/case/index?number=${text}`
  return `/pages/index/index?counter=${encodeURIComponent(text)}`
}

/** The route for `q`, the whole address of a plain-link code, percent-encoded once. */
export function routeOfLink(q: string): string | null {
  const address = decode(q)
  const hash = address.indexOf('#/pages/')
  if (hash >= 0) return address.slice(hash + 1)
  const token = /\/q\/([^/?#]+)/.exec(address)?.[1]
  return token ? routeOfScene(token) : null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
