import { ElNotification } from 'element-plus/es/components/notification/index'
import { useRouter } from 'vue-router'

import { useDeskSignals } from '@/stores/live'

/** Tells whoever may see ratings of a bad one at once, and leads to its loop. */
export function useBadRatingAlerts(): void {
  const router = useRouter()
  useDeskSignals((signal) => {
    if (signal?.kind !== 'bad_rating') return
    const notice = ElNotification({
      title: '收到一条差评',
      message: '请尽快核实，点这里查看。',
      type: 'warning',
      position: 'bottom-right',
      duration: 0,
      onClick: () => {
        notice.close()
        void router.push({ name: 'hall-ratings' })
      },
    })
  })
}
