import { computed, onScopeDispose, reactive, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'

import { getEntry, getRevision, saveDraft } from '@/api/knowledge'
import type { Body, EntryFile, Shape } from '@/api/knowledgeTypes'
import { describeError } from '@/api/problem'
import { createDraftKeeper, type KeeperState } from '@/logic/draftKeeper'
import { prepared } from '@/logic/forms/shapes'
import * as steps from '@/logic/history'
import { withOwnDates } from '@/logic/validity'

/** Typing rests this long before it counts as a step that can be taken back. */
const STEP_MS = 500

export interface Draft {
  body: Body
  effective_from: string | null
  expires_on: string | null
  note: string
}

export interface DraftOnScreen {
  file: ShallowRef<EntryFile | null>
  draft: Draft
  shape: ComputedRef<Shape>
  trouble: Ref<string | null>
  keeping: Ref<KeeperState>
  /** What somebody else saved meanwhile, while the reader has not chosen yet. */
  newer: ShallowRef<EntryFile | null>
  canUndo: ComputedRef<boolean>
  canRedo: ComputedRef<boolean>
  /** Counts replacements of the whole body, for parts that keep text of their own. */
  replaced: Ref<number>
  load: () => Promise<void>
  flush: () => Promise<boolean>
  undo: () => void
  redo: () => void
  choose: (choice: 'mine' | 'theirs') => void
  /** Everything as it stood when the page was opened. */
  revert: () => void
}

/** A draft on the screen: loaded, saved as it is typed, taken back step by step. */
export function useDraft(id: string): DraftOnScreen {
  const file = shallowRef<EntryFile | null>(null)
  const newer = shallowRef<EntryFile | null>(null)
  const draft = reactive<Draft>({ body: {}, effective_from: null, expires_on: null, note: '' })
  const trouble = ref<string | null>(null)
  const replaced = ref(0)
  const keeping = ref<KeeperState>({ phase: 'saved', savedAt: null, trouble: null })
  const history = shallowRef(steps.begin(''))
  const shape = computed<Shape>(() => file.value?.open?.shape ?? file.value?.entry.shape ?? 'faq')
  let version = 0
  /** What the page showed when it was last known to be the same as what is kept. */
  let known = ''
  let stepTimer: ReturnType<typeof setTimeout> | undefined

  const keeper = createDraftKeeper(save, (state) => {
    keeping.value = state
    if (state.phase === 'moved') void fetchNewer()
  })

  async function save(): Promise<void> {
    const sent = JSON.stringify(draft)
    const saved = await saveDraft(id, withOwnDates(shape.value, JSON.parse(sent)), version)
    version = saved.open?.version ?? 0
    known = sent
    file.value = saved
  }

  async function fetchNewer(): Promise<void> {
    newer.value = await getEntry(id).catch(() => null)
  }

  async function load(): Promise<void> {
    try {
      const found = await getEntry(id)
      const stands = found.open ?? found.published ?? (await lastRevision(found))
      file.value = found
      version = found.open?.version ?? 0
      show({
        body: prepared(stands.shape, stands.body),
        effective_from: stands.effective_from,
        expires_on: stands.expires_on,
        note: found.open?.note ?? '',
      })
      history.value = steps.begin(JSON.stringify(draft))
      trouble.value = null
    } catch (error) {
      trouble.value = describeError(error)
    }
  }

  async function lastRevision(found: EntryFile) {
    const last = found.revisions[0]
    if (!last) throw new Error('an entry has a revision from its beginning')
    return getRevision(id, last.number)
  }

  /** Puts another draft on the page, as it is kept. */
  function show(next: Draft): void {
    Object.assign(draft, next)
    known = JSON.stringify(draft)
    replaced.value += 1
  }

  function recordStep(): void {
    clearTimeout(stepTimer)
    history.value = steps.record(history.value, JSON.stringify(draft))
  }

  function goTo(next: steps.History): void {
    history.value = next
    Object.assign(draft, JSON.parse(steps.current(next)) as Draft)
    replaced.value += 1
  }

  function choose(choice: 'mine' | 'theirs'): void {
    const theirs = newer.value
    if (!theirs) return
    recordStep()
    version = theirs.open?.version ?? 0
    file.value = theirs
    newer.value = null
    if (choice === 'theirs') {
      const stands = theirs.open ?? theirs.published
      if (stands) {
        const { effective_from, expires_on, note } = stands
        show({ body: prepared(stands.shape, stands.body), effective_from, expires_on, note })
        recordStep()
      }
    }
    keeper.resolve(choice)
  }

  watch(
    draft,
    () => {
      if (JSON.stringify(draft) === known) return
      keeper.changed()
      clearTimeout(stepTimer)
      stepTimer = setTimeout(recordStep, STEP_MS)
    },
    { deep: true },
  )
  onScopeDispose(() => {
    clearTimeout(stepTimer)
    keeper.stop()
  })

  return {
    file,
    draft,
    shape,
    trouble,
    keeping,
    newer,
    replaced,
    canUndo: computed(() => steps.canUndo(history.value)),
    canRedo: computed(() => steps.canRedo(history.value)),
    load,
    flush: () => keeper.flush(),
    undo() {
      recordStep()
      goTo(steps.undo(history.value))
    },
    redo() {
      goTo(steps.redo(history.value))
    },
    choose,
    revert() {
      recordStep()
      const [first] = history.value.steps
      if (first !== undefined) {
        history.value = steps.record(history.value, first)
        goTo(history.value)
      }
    },
  }
}
