import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { ref, watch } from 'vue'

import { readCase } from '@/api/cases'
import { readCounterHandoff, type CounterHandoff } from '@/api/counter_handoffs'
import { explain } from '@/api/problem'
import type { Case } from '@/api/types'
import { useCounterHandoffStore } from '@/stores/counter_handoff'
import { tell } from '@/stores/notices'

const LOOK_AGAIN_MS = 5_000

/** A handoff as it is now: followed by the live line, and by looking again where that is down. */
export function useCounterHandoff() {
  const live = useCounterHandoffStore()
  const handoff = ref<CounterHandoff | null>(null)
  const document = ref<Case | null>(null)
  const isBusy = ref(false)
  let timer: ReturnType<typeof setInterval> | undefined

  async function take(now: CounterHandoff): Promise<void> {
    if (now.case_number && document.value?.number !== now.case_number) {
      document.value = await readCase(now.case_number).catch(() => null)
    }
    handoff.value = now
  }

  async function read(): Promise<void> {
    if (!handoff.value || handoff.value.state === 'ended') return
    try {
      await take(await readCounterHandoff(handoff.value.id))
    } catch {
      // The next look makes it good; what is shown stays.
    }
  }

  /** Do something and show what came of it; true where it went well. */
  async function carryOut(work: () => Promise<CounterHandoff>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    try {
      await take(await work())
      return true
    } catch (error) {
      tell(explain(error))
      await read()
      return false
    } finally {
      isBusy.value = false
    }
  }

  watch(() => live.moves, () => void read())
  onShow(() => {
    void read()
    timer = setInterval(() => void read(), LOOK_AGAIN_MS)
  })
  onHide(() => clearInterval(timer))
  onUnload(() => clearInterval(timer))

  return { handoff, document, isBusy, take, read, carryOut }
}
