import { ElNotification } from 'element-plus/es/components/notification/index'
import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'

import { listLoops } from '@/api/hallRatings'
import { useBadRatingsStore } from '@/stores/badRatings'
import { useDeskSignals, type DeskSignal } from '@/stores/live'

const LOOK_MS = 10 * 60_000

/** Tells whoever may see ratings of a bad one at once, and of steps that ran over their day; the
 * number at the navigation stays until the loops are closed. */
export function useBadRatingAlerts(): void {
  const router = useRouter()
  const waiting = useBadRatingsStore()

  function alert(title: string, message: string, place?: string): void {
    const notice = ElNotification({
      title,
      message,
      type: 'warning',
      position: 'bottom-right',
      duration: 0,
      onClick: () => {
        notice.close()
        void router.push({ name: 'hall-ratings', query: place ? { place } : {} })
      },
    })
  }

  async function look(): Promise<void> {
    const known = waiting.late
    await waiting.read()
    if (waiting.late > known) alert(`${waiting.late} 条差评整改已超期`, '请尽快办，点这里查看。')
  }

  useDeskSignals(async (signal) => {
    if (signal && !['bad_rating', 'hall_rating'].includes(signal.kind)) return
    void look()
    if (signal?.kind !== 'bad_rating' || !(await isMine(signal))) return
    const title = signal.hall_id ? '收到一条差评' : '收到一条线上差评'
    alert(title, '请尽快核实，点这里查看。', signal.hall_id ?? 'online')
  })
  const timer = setInterval(() => void look(), LOOK_MS)
  onScopeDispose(() => clearInterval(timer))
  void look()
}

/** Everybody's stream tells of it; what was rated online is for whoever reaches that case. */
async function isMine({ id, hall_id }: DeskSignal): Promise<boolean> {
  if (hall_id) return true
  const found = await listLoops(null, false).catch(() => null)
  return found?.items.some((loop) => loop.id === id) ?? false
}
