/**
 * Keeps what is typed: saves a while after the last change, one save at a time, never over what
 * somebody else saved in between.
 *
 *   saved ──change──▶ changed ──pause──▶ saving ──ok──▶ saved
 *     ▲                  ▲                 │ offline ──▶ failed ──wait──▶ saving
 *     └── resolve ── moved ◀── 409 ────────┤
 *                                          └ refused ──▶ refused (a change tries again)
 */

import { ApiProblem, describeError } from '@/api/problem'

export type KeeperPhase = 'saved' | 'changed' | 'saving' | 'failed' | 'moved' | 'refused'

export interface KeeperState {
  phase: KeeperPhase
  /** Milliseconds since 1970 of the last save; null before the first. */
  savedAt: number | null
  trouble: string | null
}

export interface DraftKeeper {
  readonly state: KeeperState
  /** Something was typed. */
  changed: () => void
  /** Saves now what is not saved yet; resolves to whether everything is kept. */
  flush: () => Promise<boolean>
  /** The reader chose what to do about a newer draft: `mine` goes on with what was typed. */
  resolve: (choice: 'mine' | 'theirs') => void
  stop: () => void
}

export const PAUSE_MS = 2_000
export const RETRY_MS = 8_000

/**
 * @param save sends what stands on the page now
 * @param tell hears every new state
 * @param now the clock, milliseconds since 1970
 */
export function createDraftKeeper(
  save: () => Promise<void>,
  tell: (state: KeeperState) => void,
  now: () => number = Date.now,
): DraftKeeper {
  let state: KeeperState = { phase: 'saved', savedAt: null, trouble: null }
  let isDirty = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null

  function become(phase: KeeperPhase, more: Partial<KeeperState> = {}): void {
    state = { ...state, trouble: null, ...more, phase }
    tell(state)
  }

  function later(wait: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void run(), wait)
  }

  async function attempt(): Promise<void> {
    clearTimeout(timer)
    if (!isDirty || state.phase === 'moved') return
    isDirty = false
    become('saving')
    try {
      await save()
      become(isDirty ? 'changed' : 'saved', { savedAt: now() })
    } catch (error) {
      isDirty = true
      become(phaseAfter(error), { trouble: describeError(error) })
      if (state.phase === 'failed') later(RETRY_MS)
      return
    }
    if (isDirty) later(PAUSE_MS)
  }

  function run(): Promise<void> {
    running ??= attempt().finally(() => (running = null))
    return running
  }

  return {
    get state() {
      return state
    },
    changed() {
      isDirty = true
      if (state.phase === 'saved' || state.phase === 'refused') become('changed')
      if (state.phase === 'changed') later(PAUSE_MS)
    },
    async flush() {
      if (running) await running
      if (isDirty) await run()
      return !isDirty
    },
    resolve(choice) {
      if (state.phase !== 'moved') return
      isDirty = choice === 'mine'
      become(isDirty ? 'changed' : 'saved')
      if (isDirty) later(0)
    },
    stop() {
      clearTimeout(timer)
    },
  }
}

function phaseAfter(error: unknown): KeeperPhase {
  if (!(error instanceof ApiProblem)) return 'failed'
  if (error.code === 'draft_moved') return 'moved'
  return error.status === 0 || error.status >= 500 || error.status === 429 ? 'failed' : 'refused'
}
