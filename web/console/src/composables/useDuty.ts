/** The counter I sit at, for pages that need no more of it. */
import { onMounted, onScopeDispose, ref } from 'vue'

import { myDuty, type Duty } from '@/api/counterDesk'
import { describeError } from '@/api/problem'

const LOOK_AGAIN_MS = 15_000

export function useDuty() {
  const duty = ref<Duty | null>(null)
  const hasLoaded = ref(false)
  const trouble = ref<string | null>(null)

  async function read(): Promise<void> {
    try {
      duty.value = await myDuty()
      hasLoaded.value = true
      trouble.value = null
    } catch (error) {
      trouble.value = describeError(error)
    }
  }

  const timer = setInterval(() => trouble.value && void read(), LOOK_AGAIN_MS)
  onScopeDispose(() => clearInterval(timer))
  onMounted(read)
  return { duty, hasLoaded, trouble, read }
}
