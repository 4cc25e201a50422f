import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'

import { offerCode, type Offered } from '@/api/counterDesk'
import { ApiProblem } from '@/api/problem'
import { useCounterCode } from '@/composables/useCounterCode'

vi.mock('@/api/counterDesk', () => ({ offerCode: vi.fn() }))
const offering = vi.mocked(offerCode)

const lasting = (token: string, seconds: number): Offered => ({
  handoff_id: token, token, qr_svg: '', expires_at: new Date(Date.now() + seconds * 1000).toISOString(),
})

let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers()
  offering.mockReset()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})
const begin = () => scope.run(() => useCounterCode('C1'))!
const wait = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

describe('the code of a counter', () => {
  it('is asked for again after a failed renewal, and stands until it runs out', async () => {
    offering.mockImplementationOnce(async () => lasting('first', 60))
    offering.mockRejectedValue(new ApiProblem(0))
    const { code, trouble } = begin()
    await wait(52)
    expect(offering.mock.calls.length).toBeGreaterThan(1)
    expect(code.value?.token).toBe('first')
    expect(trouble.value).toContain('暂时连不上服务器')

    await wait(15)
    expect(code.value).toBeNull()
    offering.mockImplementation(async () => lasting('next', 60))
    await wait(31)
    expect(code.value?.token).toBe('next')
    expect(trouble.value).toBeNull()
  })

  it('waits longer from failure to failure', async () => {
    offering.mockRejectedValue(new ApiProblem(503))
    begin()
    await wait(120)
    expect(offering.mock.calls.length).toBeGreaterThan(4)
    expect(offering.mock.calls.length).toBeLessThan(12)
  })

  it('does not ask without end where the clock runs ahead', async () => {
    offering.mockImplementation(async () => lasting('old', -300))
    begin()
    await wait(20)
    expect(offering.mock.calls.length).toBeLessThan(6)
  })

  it('asks no more once the panel is gone', async () => {
    offering.mockRejectedValue(new ApiProblem(0))
    begin()
    await wait(0)
    scope.stop()
    await wait(60)
    expect(offering).toHaveBeenCalledTimes(1)
  })
})
