import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { ApiProblem } from '@/api/problem'
import { createDraftKeeper, PAUSE_MS, RETRY_MS, type DraftKeeper } from '@/logic/draftKeeper'

let saves: { done: () => void; fail: (error: unknown) => void }[]
let phases: string[]
let keeper: DraftKeeper

beforeEach(() => {
  vi.useFakeTimers()
  saves = []
  phases = []
  keeper = createDraftKeeper(
    () => new Promise<void>((done, fail) => saves.push({ done, fail })),
    (state) => phases.push(state.phase),
    () => 1_000,
  )
})
afterEach(() => {
  keeper.stop()
  vi.useRealTimers()
})

async function finish(error?: unknown): Promise<void> {
  const save = saves.at(-1)
  if (error) save?.fail(error)
  else save?.done()
  await vi.advanceTimersByTimeAsync(0)
}

const moved = (): ApiProblem => new ApiProblem(409, { code: 'draft_moved', detail: '有人改过' })

describe('a draft that is typed', () => {
  it('is saved once, a while after the last stroke', async () => {
    keeper.changed()
    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1)
    keeper.changed()
    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1)
    expect(saves).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(saves).toHaveLength(1)
    await finish()
    expect(keeper.state).toEqual({ phase: 'saved', savedAt: 1_000, trouble: null })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(saves).toHaveLength(1)
  })

  it('is saved again when somebody typed during a save, never twice at once', async () => {
    keeper.changed()
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    keeper.changed()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(saves).toHaveLength(1)
    await finish()
    expect(keeper.state.phase).toBe('changed')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(saves).toHaveLength(2)
  })

  it('is saved at once when asked, and tells whether all of it is kept', async () => {
    keeper.changed()
    const kept = keeper.flush()
    await vi.advanceTimersByTimeAsync(0)
    await finish()
    await expect(kept).resolves.toBe(true)
    await expect(keeper.flush()).resolves.toBe(true)
    expect(saves).toHaveLength(1)
  })

  it('waits for a save under way before it tells', async () => {
    keeper.changed()
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    const kept = keeper.flush()
    await finish()
    await expect(kept).resolves.toBe(true)
    expect(saves).toHaveLength(1)
  })
})

describe('a save that did not succeed', () => {
  it('is tried again by itself when the network was away', async () => {
    keeper.changed()
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    await finish(new ApiProblem(0))
    expect(keeper.state.phase).toBe('failed')
    await vi.advanceTimersByTimeAsync(RETRY_MS)
    expect(saves).toHaveLength(2)
    await finish()
    expect(keeper.state.phase).toBe('saved')
  })

  it('is not tried again when the server refused, until something is changed', async () => {
    keeper.changed()
    const kept = keeper.flush()
    await vi.advanceTimersByTimeAsync(0)
    await finish(new ApiProblem(422, { detail: '失效日期应在生效日期之后' }))
    await expect(kept).resolves.toBe(false)
    expect(keeper.state).toMatchObject({ phase: 'refused', trouble: '失效日期应在生效日期之后' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(saves).toHaveLength(1)
    keeper.changed()
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(saves).toHaveLength(2)
  })

  it('stops while somebody else’s draft is newer, whatever is typed meanwhile', async () => {
    keeper.changed()
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    await finish(moved())
    keeper.changed()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(keeper.state.phase).toBe('moved')
    expect(saves).toHaveLength(1)
    await expect(keeper.flush()).resolves.toBe(false)
  })

  it('goes on with what was typed when the reader chooses it', async () => {
    keeper.changed()
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    await finish(moved())
    keeper.resolve('mine')
    await vi.advanceTimersByTimeAsync(0)
    expect(saves).toHaveLength(2)
    await finish()
    expect(keeper.state.phase).toBe('saved')
  })

  it('saves nothing over the other draft when the reader takes that', async () => {
    keeper.changed()
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    await finish(moved())
    keeper.resolve('theirs')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(saves).toHaveLength(1)
    expect(keeper.state.phase).toBe('saved')
  })
})
