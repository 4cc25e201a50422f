import { ElMessage } from 'element-plus/es/components/message/index'
import { ref, type Ref } from 'vue'

import { describeError } from '@/api/problem'

/** Fetches a file with the token and hands it to the browser to save. */
export function useDownload(): {
  isFetching: Ref<boolean>
  save: (fetchIt: () => Promise<Blob>, name: string) => Promise<void>
} {
  const isFetching = ref(false)

  async function save(fetchIt: () => Promise<Blob>, name: string): Promise<void> {
    if (isFetching.value) return
    isFetching.value = true
    try {
      const lent = URL.createObjectURL(await fetchIt())
      const link = document.createElement('a')
      link.href = lent
      link.download = name
      link.click()
      // The browser has taken the file over by then.
      setTimeout(() => URL.revokeObjectURL(lent), 10_000)
    } catch (error) {
      ElMessage.error({ message: describeError(error), duration: 6_000, showClose: true })
    } finally {
      isFetching.value = false
    }
  }

  return { isFetching, save }
}
