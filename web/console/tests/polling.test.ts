import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'

import { usePolling } from '@/composables/usePolling'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('keeps one chain of looks, however often it is started on a slow line', async () => {
  const scope = effectScope()
  const look = vi.fn(() => new Promise<boolean>((answer) => setTimeout(() => answer(true), 1_000)))
  const { start } = scope.run(() => usePolling(look, 2_000))!
  start()
  start()
  start()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(look).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(look.mock.calls.length).toBeLessThanOrEqual(12)
  scope.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  const looks = look.mock.calls.length
  await vi.advanceTimersByTimeAsync(10_000)
  expect(look).toHaveBeenCalledTimes(looks)
})
