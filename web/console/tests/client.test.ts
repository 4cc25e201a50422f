import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { connectSession, getJson, postJson } from '@/api/client'
import { ApiProblem, describeError } from '@/api/problem'

const fetchMock = vi.fn<typeof fetch>()

function problem(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  })
}

async function refusal(response: Response): Promise<ApiProblem> {
  fetchMock.mockResolvedValue(response)
  return getJson('/staff/v1/tasks').then(
    () => expect.fail('expected a refusal'),
    (error: unknown) => error as ApiProblem,
  )
}

beforeEach(() => vi.stubGlobal('fetch', fetchMock))
afterEach(() => {
  vi.unstubAllGlobals()
  fetchMock.mockReset()
  connectSession(
    () => null,
    () => undefined,
  )
})

describe('requests', () => {
  it('carry the token and leave empty query values out', async () => {
    connectSession(
      () => 'secret',
      () => undefined,
    )
    fetchMock.mockResolvedValue(new Response('{}'))
    await getJson('/staff/v1/tasks', { state: 'open', q: '', cursor: null, limit: 50 })
    const [url, init] = fetchMock.mock.calls[0] ?? []
    expect(url).toBe('/staff/v1/tasks?state=open&limit=50')
    expect((init?.headers as Record<string, string>).Authorization).toBe('Bearer secret')
  })

  it('accept an answer without a body', async () => {
    fetchMock.mockResolvedValue(new Response(null, { status: 204 }))
    await expect(postJson('/staff/v1/logout')).resolves.toBeUndefined()
  })
})

describe('refusals', () => {
  it("show the server's own sentence", async () => {
    const error = await refusal(
      problem(409, { code: 'task_taken', detail: '何志强已认领这项待办。' }),
    )
    expect(error.message).toBe('何志强已认领这项待办。')
    expect(error.code).toBe('task_taken')
    expect(error.isStale).toBe(true)
  })

  it('tell how long a lock lasts when the server says so', async () => {
    const error = await refusal(problem(423, { code: 'locked' }, { 'Retry-After': '840' }))
    expect(error.retryAfterSeconds).toBe(840)
    expect(error.message).toContain('锁定')
  })

  it('stay readable when the answer is not a problem document', async () => {
    const error = await refusal(new Response('<h1>502</h1>', { status: 502 }))
    expect(error.message).toContain('请稍后重试')
  })

  it('end the session on 401, but only for the token that was sent', async () => {
    const lost = vi.fn()
    let token = 'old'
    connectSession(() => token, lost)
    await refusal(problem(401, { code: 'session_expired' }))
    expect(lost).toHaveBeenCalledOnce()

    fetchMock.mockImplementation(async () => {
      token = 'new'
      return problem(401, {})
    })
    await expect(getJson('/staff/v1/me')).rejects.toBeInstanceOf(ApiProblem)
    expect(lost).toHaveBeenCalledOnce()
  })

  it('name a lost network as such', async () => {
    fetchMock.mockRejectedValue(new TypeError('Failed to fetch'))
    const error = await getJson('/x').catch((thrown: unknown) => thrown)
    expect(describeError(error)).toBe('暂时连不上服务器，请检查网络后重试。')
  })
})
