import { ElMessage } from 'element-plus/es/components/message/index'
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

import { getEntry } from '@/api/knowledge'
import type { EntryFile } from '@/api/knowledgeTypes'
import { ApiProblem, describeError } from '@/api/problem'
import { useKnowledgeStore } from '@/stores/knowledge'

export interface EntryOnScreen {
  file: ShallowRef<EntryFile | null>
  trouble: Ref<string | null>
  isBusy: Ref<boolean>
  load: () => Promise<void>
  /** Does one thing to the entry, says how it went, and shows the entry as it is afterwards. */
  perform: (step: () => Promise<EntryFile>, done: string) => Promise<boolean>
}

/** One entry on the screen with its history. */
export function useEntry(id: Ref<string>): EntryOnScreen {
  const file = shallowRef<EntryFile | null>(null)
  const trouble = ref<string | null>(null)
  const isBusy = ref(false)
  const knowledge = useKnowledgeStore()
  let asked = new AbortController()

  async function load(): Promise<void> {
    asked.abort()
    const mine = new AbortController()
    asked = mine
    try {
      file.value = await getEntry(id.value, mine.signal)
      trouble.value = null
    } catch (error) {
      if (!mine.signal.aborted) trouble.value = describeError(error)
    }
  }

  async function perform(step: () => Promise<EntryFile>, done: string): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    try {
      file.value = await step()
      ElMessage.success(done)
      return true
    } catch (error) {
      ElMessage.error({ message: describeError(error), duration: 6_000, showClose: true })
      if (error instanceof ApiProblem && error.isStale) await load()
      return false
    } finally {
      isBusy.value = false
      void knowledge.look()
    }
  }

  watch(
    id,
    () => {
      file.value = null
      void load()
    },
    { immediate: true },
  )
  onScopeDispose(() => asked.abort())
  return { file, trouble, isBusy, load, perform }
}
