import { computed, onScopeDispose, ref, shallowRef, toRaw, type ComputedRef, type Ref, type ShallowRef } from 'vue'

import { discardStrategy, getStrategy, publishStrategy, rollBackStrategy, saveStrategy } from '@/api/search'
import type { StrategyBody, StrategyPage } from '@/api/searchTypes'
import { ApiProblem, describeError } from '@/api/problem'
import { createDraftKeeper, type KeeperState } from '@/logic/draftKeeper'
import { strategyChanges, type StrategyChange } from '@/logic/strategy'

export interface StrategyOnScreen {
  page: ShallowRef<StrategyPage | null>
  /** The strategy as edited; replaced as a whole, never changed inside. */
  body: ShallowRef<StrategyBody | null>
  note: Ref<string>
  changes: ComputedRef<StrategyChange[]>
  trouble: Ref<string | null>
  keeping: Ref<KeeperState>
  isBusy: Ref<boolean>
  load: () => Promise<void>
  edit: (change: Partial<StrategyBody>) => void
  setNote: (note: string) => void
  flush: () => Promise<boolean>
  /** Loads what a colleague saved meanwhile, or saves over it. */
  choose: (choice: 'mine' | 'theirs') => Promise<void>
  discard: () => Promise<void>
  publish: (note: string) => Promise<void>
  rollBack: (number: number) => Promise<void>
}

/** The search strategy on the screen: what is used, and the draft saved as it is edited. */
export function useStrategy(): StrategyOnScreen {
  const page = shallowRef<StrategyPage | null>(null)
  const body = shallowRef<StrategyBody | null>(null)
  const note = ref('')
  const trouble = ref<string | null>(null)
  const isBusy = ref(false)
  const keeping = ref<KeeperState>({ phase: 'saved', savedAt: null, trouble: null })
  let version = 0

  const keeper = createDraftKeeper(
    async () => {
      if (!body.value) return
      page.value = await saveStrategy(toRaw(body.value), note.value, version)
      version = page.value.draft?.version ?? 0
    },
    (state) => (keeping.value = state),
  )
  onScopeDispose(() => keeper.stop())

  function show(next: StrategyPage): void {
    page.value = next
    version = next.draft?.version ?? 0
    body.value = withEveryList(next.draft?.body ?? next.published.body)
    note.value = next.draft?.note ?? ''
    trouble.value = null
  }

  async function load(): Promise<void> {
    try {
      show(await getStrategy())
    } catch (error) {
      trouble.value = describeError(error)
    }
  }

  /** Does one thing to the whole strategy. Raises what the server refuses, after a fresh look. */
  async function perform(step: () => Promise<StrategyPage>): Promise<void> {
    isBusy.value = true
    try {
      show(await step())
    } catch (error) {
      if (error instanceof ApiProblem && error.isStale) await load()
      throw error
    } finally {
      isBusy.value = false
    }
  }

  return {
    page,
    body,
    note,
    trouble,
    keeping,
    isBusy,
    load,
    changes: computed(() =>
      page.value && body.value ? strategyChanges(withEveryList(page.value.published.body), body.value) : [],
    ),
    edit(change) {
      if (!body.value) return
      body.value = { ...body.value, ...change } as StrategyBody
      keeper.changed()
    },
    setNote(next) {
      note.value = next
      keeper.changed()
    },
    flush: () => keeper.flush(),
    async choose(choice) {
      const theirs = await getStrategy()
      if (choice === 'theirs') show(theirs)
      else version = theirs.draft?.version ?? 0
      keeper.resolve(choice)
    },
    discard: () => perform(discardStrategy),
    publish: (said) => perform(() => publishStrategy(said)),
    rollBack: (number) => perform(() => rollBackStrategy(number)),
  }
}

/** A draft kept before a list came into being has none of it yet. */
function withEveryList(body: StrategyBody): StrategyBody {
  return { ...body, synonyms: body.synonyms ?? [], acts: body.acts ?? [], pins: body.pins ?? [], stop_words: body.stop_words ?? [] } as StrategyBody
}
