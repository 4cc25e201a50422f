import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'

import { myDuty, readDesk, type Duty } from '@/api/counterDesk'
import { ApiProblem } from '@/api/problem'
import { useCounterDesk } from '@/composables/useCounterDesk'

vi.mock('@/api/counterDesk', () => ({ COUNTER_STREAM: '', myDuty: vi.fn(), readDesk: vi.fn() }))
vi.mock('@/api/liveStream', () => ({ openLiveStream: () => () => undefined }))

const OFFLINE = 'http://127.0.0.1:8650/'
const kept = new Map<string, string>()
let scope: EffectScope

beforeEach(() => {
  vi.useFakeTimers()
  kept.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const answers = () => {
  vi.mocked(myDuty).mockResolvedValue({ counter_id: 'C1' } as Duty)
  vi.mocked(readDesk).mockResolvedValue({ handoff: null, waiting: [], scanned: null, offline_page: OFFLINE })
}
const open = () => scope.run(() => useCounterDesk())!

describe('the counter while the server is away', () => {
  it('recovers by itself where the very first reading failed', async () => {
    vi.mocked(myDuty).mockRejectedValue(new ApiProblem(0))
    const { duty, trouble } = open()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(trouble.value).not.toBeNull()
    answers()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(duty.value?.counter_id).toBe('C1')
    expect(trouble.value).toBeNull()
  })

  it('knows the page for taking papers after a reload', async () => {
    answers()
    open()
    await vi.advanceTimersByTimeAsync(0)
    scope.stop()
    scope = effectScope()
    vi.mocked(myDuty).mockRejectedValue(new ApiProblem(0))
    expect(open().offlinePage.value).toBe(OFFLINE)
  })
})
