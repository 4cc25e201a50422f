// @vitest-environment jsdom
/** The built mini-program asks WeChat for the reminder within the tap that draws a number, and tells the answer. */
import { beforeAll, expect, it, vi } from 'vitest'

import { press, sent, startApp } from './miniprogram_phone'

interface Asked {
  tmplIds: string[]
  success(said: Record<string, string>): void
}

const asked = vi.fn(({ tmplIds, success }: Asked) => success({ errMsg: 'ok', [tmplIds[0] ?? '']: 'reject' }))
let open: ReturnType<typeof startApp>

beforeAll(() => {
  open = startApp({}, { requestSubscribeMessage: asked })
})

it('asks in the tap, tells the backend, and draws the number whatever the answer', async () => {
  const page = open('pages/queue/index', {})
  await vi.waitFor(() => expect(sent.some(([, path]) => path === '/notice_consents')).toBe(true), { timeout: 20_000 })
  await vi.waitFor(() => expect(document.body.textContent).toContain('取市场准入号'), { timeout: 20_000 })
  press(page, 'pages/queue/index', 'btn-take')
  await vi.waitFor(() => expect(sent.map(([method, path]) => `${method} ${path}`)).toContain('POST /queue/tickets'))
  expect(asked.mock.calls[0]?.[0].tmplIds).toEqual(['template-queue'])
  const posts = sent.filter(([method]) => method === 'POST')
  expect(posts.map(([, path]) => path)).toEqual(['/notice_consents', '/queue/tickets'])
  expect(posts[0]?.[2]).toEqual({ answers: { queue: 'reject' } })
})
