/** The one place that talks to the hall bridge: token, JSON, problems. */

import { device, forgetDevice } from './enrolment'
import { t } from './look'

const PATIENCE_MS = 15_000
/** A network at which a photo is still sent, if slowly: 128 kbit/s. */
const SLOWEST_BYTES_PER_MS = 16

/** A refused or failed request; `message` is fit to show as it stands. Status 0: the server itself
 * said nothing, because there is no network (`offline`), it took too long (`too_slow`), or something
 * between answered in its place (`not_ours`). */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code = 'unknown',
  ) {
    super(message)
    this.name = 'Refused'
  }
}

interface Options {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  headers?: Record<string, string>
  /** Another way to prove oneself than the device's secret; empty for nobody. */
  token?: string
}

/** Sends one request. Throws Refused. */
export async function send(path: string, options: Options = {}): Promise<Response> {
  const token = options.token ?? device.value?.token ?? ''
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  if (token) headers.Authorization = `Bearer ${token}`
  const isRaw = options.body instanceof FormData || options.body instanceof Blob
  if (options.body !== undefined && !isRaw) headers['Content-Type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(path, {
      method: options.method ?? 'GET',
      headers,
      body: isRaw ? (options.body as BodyInit) : JSON.stringify(options.body),
      cache: 'no-store',
      signal: AbortSignal.timeout(patienceFor(options.body)),
    })
  } catch (error) {
    throw unanswered(error)
  }
  if (response.ok) return response
  const refused = await refusal(response)
  if (refused.status === 401 && options.token === undefined && token === device.value?.token) {
    forgetDevice()
  }
  throw refused
}

/** Milliseconds to wait for an answer: a photo takes its time. */
function patienceFor(body: unknown): number {
  const parts = body instanceof FormData ? [...body.values()] : [body]
  const bytes = parts.reduce((total: number, part) => total + (part instanceof Blob ? part.size : 0), 0)
  return PATIENCE_MS + Math.ceil(bytes / SLOWEST_BYTES_PER_MS)
}

function unanswered(error: unknown): Refused {
  const isSlow = error instanceof DOMException && error.name === 'TimeoutError'
  return isSlow ? new Refused(0, t('http.slow'), 'too_slow') : new Refused(0, t('http.offline'), 'offline')
}

/** Every refusal of the server has a `detail`; a page without one was put up by something between. */
async function refusal(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => null)) as { detail?: unknown; code?: string } | null
  if (typeof body?.detail !== 'string') return notOurs()
  return new Refused(response.status, body.detail, body.code ?? 'unknown')
}

const notOurs = (): Refused => new Refused(0, t('http.notOurs'), 'not_ours')

async function jsonOf<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T
  } catch {
    throw notOurs()
  }
}

export async function getJson<T>(path: string, options: Options = {}): Promise<T> {
  return jsonOf<T>(await send(path, options))
}

export async function postJson<T>(path: string, body: unknown, options: Options = {}): Promise<T> {
  const response = await send(path, { ...options, method: 'POST', body })
  return response.status === 204 ? (undefined as T) : jsonOf<T>(response)
}

export async function getBlob(path: string, options: Options = {}): Promise<Blob> {
  return (await send(path, { ...options, headers: { Accept: '*/*' } })).blob()
}
