/** The one place that talks to the server: token, JSON, files, problems. */

import { ApiProblem, problemFrom } from './problem'

type Query = Record<string, string | number | null | undefined>

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  query?: Query
  signal?: AbortSignal
  headers?: Record<string, string>
}

let readToken: () => string | null = () => null
let onSessionLost: () => void = () => undefined

/**
 * Connects the client to the session.
 * @param token gives the current bearer token, or null before sign-in
 * @param sessionLost runs when the server no longer accepts that token
 */
export function connectSession(token: () => string | null, sessionLost: () => void): void {
  readToken = token
  onSessionLost = sessionLost
}

function withQuery(path: string, query: Query = {}): string {
  const filled = Object.entries(query).filter(([, value]) => value != null && value !== '')
  if (filled.length === 0) return path
  return `${path}?${new URLSearchParams(filled.map(([key, value]) => [key, String(value)]))}`
}

/**
 * Sends one request and returns the successful response.
 * @throws ApiProblem for every refusal, and with status 0 when the network failed
 */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const token = readToken()
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  if (token) headers.Authorization = `Bearer ${token}`
  // The browser itself names the boundary of a form with files.
  const isForm = options.body instanceof FormData
  if (options.body !== undefined && !isForm) headers['Content-Type'] = 'application/json'

  let response: Response
  try {
    response = await fetch(withQuery(path, options.query), {
      method: options.method ?? 'GET',
      headers,
      body: isForm ? (options.body as FormData) : encoded(options.body),
      signal: options.signal ?? null,
      cache: 'no-store',
    })
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new ApiProblem(0)
  }
  if (response.ok) return response

  const problem = await problemFrom(response)
  if (problem.status === 401 && token && token === readToken()) onSessionLost()
  throw problem
}

function encoded(body: unknown): string | null {
  return body === undefined ? null : JSON.stringify(body)
}

export async function getJson<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const response = await send(path, { query, signal })
  return (await response.json()) as T
}

async function write<T>(path: string, options: RequestOptions): Promise<T> {
  const response = await send(path, options)
  return (response.status === 204 ? undefined : await response.json()) as T
}

export const postJson = <T>(path: string, body: unknown = {}): Promise<T> =>
  write<T>(path, { method: 'POST', body })

export const putJson = <T>(path: string, body: unknown): Promise<T> =>
  write<T>(path, { method: 'PUT', body })

export const patchJson = <T>(path: string, body: unknown): Promise<T> =>
  write<T>(path, { method: 'PATCH', body })

export const deleteJson = <T>(path: string): Promise<T> => write<T>(path, { method: 'DELETE' })

/** Creates something; sending it twice under the same key creates it once. */
export const createJson = <T>(path: string, body: unknown, key: string): Promise<T> =>
  write<T>(path, { method: 'POST', body, headers: { 'Idempotency-Key': key } })

export const postForm = <T>(path: string, form: FormData, query?: Query): Promise<T> =>
  write<T>(path, { method: 'POST', body: form, query })

export const putForm = <T>(path: string, form: FormData): Promise<T> =>
  write<T>(path, { method: 'PUT', body: form })

/** A file made from what is sent. */
export async function postForBlob(path: string, body: unknown): Promise<Blob> {
  const response = await send(path, { method: 'POST', body, headers: { Accept: '*/*' } })
  return response.blob()
}

export async function getBlob(path: string, signal?: AbortSignal): Promise<Blob> {
  const response = await send(path, { signal, headers: { Accept: '*/*' } })
  return response.blob()
}
