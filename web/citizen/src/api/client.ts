/** The one way a page speaks to the API: base address, token, problems, one renewal of the session. */

import { ApiProblem, problemFrom, unreachable } from '@/api/problem'
import { isH5 } from '@/platform/target'

const BASE: string = import.meta.env.VITE_API_BASE ?? ''

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH'

interface RequestOptions {
  body?: object
  query?: Record<string, string | number | undefined>
  idempotencyKey?: string
  timeoutMs?: number
}

/** Where the token comes from; set once by the session store, so the client knows no store. */
export interface TokenSource {
  /** A token to send, opening a guest session where there is none. */
  current(): Promise<string>
  /** Forget `expired` and give a fresh guest token. */
  renew(expired: string): Promise<string>
}

let tokens: TokenSource | null = null

export function useTokens(source: TokenSource): void {
  tokens = source
}

/** The token to send with a request, or an empty string before the session store is ready. */
export async function bearer(): Promise<string> {
  return tokens ? tokens.current() : ''
}

export function apiUrl(path: string): string {
  return `${BASE}/api/v1${path}`
}

/** An address the API gave, with its host: an `image` takes one without for a file of the app. */
export function wholeUrl(address: string): string {
  return isH5 ? new URL(BASE + address, window.location.origin).href : BASE + address
}

/**
 * Send a request with the citizen's token and give the JSON answer.
 *
 * An expired session is renewed as a guest's and the request sent once more.
 * @throws ApiProblem with a Chinese message fit to show.
 */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const token = await bearer()
  try {
    return await send<T>(method, path, options, token)
  } catch (error) {
    if (!isExpired(error) || !tokens) throw error
    return send<T>(method, path, options, await tokens.renew(token))
  }
}

/** The session ended; not to be mixed up with «please sign in», which is a decision of the citizen. */
export function isExpired(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401 && error.code !== 'sign_in_required'
}

/** Send without renewing; `token` may be empty. */
export function send<T>(method: Method, path: string, options: RequestOptions, token: string): Promise<T> {
  const header: Record<string, string> = { Accept: 'application/json' }
  if (token) header['Authorization'] = `Bearer ${token}`
  if (options.idempotencyKey) header['Idempotency-Key'] = options.idempotencyKey
  return new Promise<T>((resolve, reject) => {
    uni.request({
      url: apiUrl(path) + queryString(options.query),
      // WeChat's typings of uni.request leave out PATCH, which every platform sends.
      method: method as 'POST',
      header,
      data: options.body,
      timeout: options.timeoutMs ?? 20_000,
      success: ({ statusCode, data }) =>
        statusCode >= 200 && statusCode < 300
          ? resolve(data as T)
          : reject(problemFrom(statusCode, data)),
      fail: () => reject(unreachable()),
    })
  })
}

export function queryString(query: RequestOptions['query']): string {
  const pairs = Object.entries(query ?? {})
    .filter((pair): pair is [string, string | number] => pair[1] !== undefined && pair[1] !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return pairs.length ? `?${pairs.join('&')}` : ''
}
