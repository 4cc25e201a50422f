import { afterEach, expect, it, vi } from 'vitest'

import { usePicture } from '@/lib/pictures'
import { line } from '@/lib/useScreen'
import { mount } from './mounting'

afterEach(() => {
  vi.unstubAllGlobals()
  line.isConnected = true
})

it('a page that failed comes once there is a network again, or once somebody asks', async () => {
  let isThere = false
  const fetched = vi.fn(async () => (isThere ? new Response('page') : new Response('', { status: 502 })))
  vi.stubGlobal('fetch', fetched)
  const { app, made } = mount(() => usePicture(() => '/pages/1', 'token'))
  await vi.waitFor(() => expect(made.hasFailed.value).toBe(true))
  made.again()
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(2))
  await vi.waitFor(() => expect(made.hasFailed.value).toBe(true))
  isThere = true
  line.isConnected = false
  await Promise.resolve()
  line.isConnected = true
  await vi.waitFor(() => expect(made.url.value).toContain('blob:'))
  line.isConnected = false
  await Promise.resolve()
  line.isConnected = true
  await Promise.resolve()
  expect([made.hasFailed.value, fetched.mock.calls.length]).toEqual([false, 3])
  app.unmount()
})
