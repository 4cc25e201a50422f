import { computed, reactive, watch, type ComputedRef, type Ref } from 'vue'

import { explain } from '@/api/problem'
import { readSample, type Sample } from '@/api/samples'

interface SampleInView {
  sample: ComputedRef<Sample | null>
  problem: ComputedRef<string>
  retry: () => Promise<void>
}

/** The sample of an id that may change; what was read stays, and a late answer disturbs no other. */
export function useSample(id: Ref<string>): SampleInView {
  const known = reactive<Record<string, Sample>>({})
  const problems = reactive<Record<string, string>>({})

  async function read(asked: string): Promise<void> {
    if (known[asked]) return
    problems[asked] = ''
    try {
      known[asked] = await readSample(asked)
    } catch (error) {
      problems[asked] = explain(error)
    }
  }

  watch(id, read, { immediate: true })
  return {
    sample: computed(() => known[id.value] ?? null),
    problem: computed(() => problems[id.value] ?? ''),
    retry: () => read(id.value),
  }
}
