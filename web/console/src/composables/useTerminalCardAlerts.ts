import { ElNotification } from 'element-plus/es/components/notification/index'
import { useRouter } from 'vue-router'

import { useDeskSignals } from '@/stores/live'
import { useTerminalCardsStore } from '@/stores/terminalCards'

const SHOWN_MS = 20_000

/** Tells whoever is on duty in the hall that somebody at a terminal waits to be looked at. */
export function useTerminalCardAlerts(): void {
  const router = useRouter()
  const waiting = useTerminalCardsStore()
  useDeskSignals(async (signal) => {
    if (signal && signal.kind !== 'terminal_visit') return
    for (const card of await waiting.read()) {
      const notice = ElNotification({
        title: `${card.terminal}有人等核对身份证`,
        message: `${card.name}${card.place ? `，${card.place}` : ''}。点这里核对。`,
        type: 'info',
        position: 'bottom-right',
        duration: SHOWN_MS,
        onClick: () => {
          notice.close()
          void router.push({ name: 'calling' })
        },
      })
    }
  })
  void waiting.read()
}
