import { ref, type Ref } from 'vue'

import { explain } from '@/api/problem'

interface Load<T> {
  value: Ref<T | null>
  problem: Ref<string>
  run: () => Promise<void>
}

/** A value read from the API: null while loading, `problem` where it failed, `run` to try again. */
export function useLoad<T>(read: () => Promise<T>): Load<T> {
  const value = ref(null) as Ref<T | null>
  const problem = ref('')

  async function run(): Promise<void> {
    problem.value = ''
    try {
      value.value = await read()
    } catch (error) {
      problem.value = explain(error)
    }
  }

  return { value, problem, run }
}
