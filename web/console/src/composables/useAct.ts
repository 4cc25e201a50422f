import { ElMessage } from 'element-plus/es/components/message/index'
import { ref, type Ref } from 'vue'

import { describeError } from '@/api/problem'

/**
 * Does one thing at a time and says how it went.
 * @returns `act` gives what the server answered, or null when it refused
 */
export function useAct(): {
  isBusy: Ref<boolean>
  act: <T>(done: () => Promise<T>, told?: string) => Promise<{ answer: T } | null>
} {
  const isBusy = ref(false)

  async function act<T>(done: () => Promise<T>, told = ''): Promise<{ answer: T } | null> {
    if (isBusy.value) return null
    isBusy.value = true
    try {
      const answer = await done()
      if (told) ElMessage.success(told)
      return { answer }
    } catch (error) {
      ElMessage.error({ message: describeError(error), duration: 6_000, showClose: true })
      return null
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, act }
}
