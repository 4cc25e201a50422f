import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'

import { holdField, leaveField } from '@/api/counterDesk'
import { useFieldHold } from '@/composables/useFieldHold'

vi.mock('@/api/counterDesk', () => ({ holdField: vi.fn(), leaveField: vi.fn() }))
const holding = vi.mocked(holdField)
const leaving = vi.mocked(leaveField)
let scope: EffectScope

beforeEach(() => {
  vi.useFakeTimers()
  holding.mockReset().mockImplementation(() => new Promise((answer) => setTimeout(() => answer({ is_yours: true }), 500)))
  leaving.mockReset().mockResolvedValue()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

describe('a field held while it is edited', () => {
  it('is let go, and renewed no more, where the form went before it was held', async () => {
    const { take } = scope.run(() => useFieldHold('H1'))!
    const taking = take('name')
    scope.stop()
    await vi.advanceTimersByTimeAsync(500)
    expect(await taking).toBe(false)
    expect(leaving).toHaveBeenCalledWith('H1', 'name')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(holding).toHaveBeenCalledTimes(1)
  })

  it('is renewed alone, also where two were begun at once', async () => {
    const { take, release } = scope.run(() => useFieldHold('H1'))!
    void take('name')
    void take('address')
    await vi.advanceTimersByTimeAsync(500)
    holding.mockClear()
    await vi.advanceTimersByTimeAsync(8_500)
    expect(holding.mock.calls).toEqual([['H1', 'address'], ['H1', 'address']])
    expect(leaving.mock.calls).toEqual([['H1', 'name']])
    release()
    holding.mockClear()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(holding).not.toHaveBeenCalled()
  })
})
