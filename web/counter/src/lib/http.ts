/** The one place that talks to the hall bridge: token, JSON, problems. */

import { device, forgetDevice } from './enrolment'

const PATIENCE_MS = 15_000

/** A refused or failed request; `message` is fit to show as it stands. Status 0: no network. */
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
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
  } catch {
    throw new Refused(0, '暂时连不上服务器，请稍候。', 'offline')
  }
  if (response.ok) return response
  if (response.status === 401 && options.token === undefined && token === device.value?.token) {
    forgetDevice()
  }
  throw await refusal(response)
}

async function refusal(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as { detail?: string; code?: string }
  return new Refused(
    response.status,
    body.detail ?? '服务暂时没有响应，请稍候再试。',
    body.code ?? 'unknown',
  )
}

export async function getJson<T>(path: string, options: Options = {}): Promise<T> {
  return (await (await send(path, options)).json()) as T
}

export async function postJson<T>(path: string, body: unknown, options: Options = {}): Promise<T> {
  const response = await send(path, { ...options, method: 'POST', body })
  return (response.status === 204 ? undefined : await response.json()) as T
}

export async function getBlob(path: string, options: Options = {}): Promise<Blob> {
  return (await send(path, { ...options, headers: { Accept: '*/*' } })).blob()
}
