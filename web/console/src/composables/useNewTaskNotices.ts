import { ElNotification } from 'element-plus/es/components/notification/index'
import { useRouter } from 'vue-router'

import type { Task } from '@/api/types'
import { useTaskSignals } from '@/stores/live'
import { useTasksStore } from '@/stores/tasks'

/** Signals arrive in bursts; one refresh and one notice answer a burst. */
const GATHER_MS = 300
const NOTICE_MS = 6_000
/** Keeps the notice clear of the bottom navigation of a narrow screen. */
const NARROW_OFFSET = 78

/**
 * Keeps the to-do list current and says gently when work arrives.
 * A signal reaches every department, so what is new is judged by the reader's own list.
 */
export function useNewTaskNotices(): { start: () => Promise<void> } {
  const tasks = useTasksStore()
  const router = useRouter()
  const known = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | null = null

  useTaskSignals(() => {
    timer ??= setTimeout(() => void refresh(), GATHER_MS)
  })

  async function start(): Promise<void> {
    await tasks.look()
    tasks.open.forEach((task) => known.add(task.id))
  }

  async function refresh(): Promise<void> {
    timer = null
    await tasks.look()
    const added = tasks.open.filter((task) => !known.has(task.id))
    added.forEach((task) => known.add(task.id))
    tasks.highlight(added.map((task) => task.id))
    const shownCase = router.currentRoute.value.params.number
    announce(added.filter((task) => task.case.number !== shownCase))
  }

  function announce(added: Task[]): void {
    const [first] = added
    if (!first) return
    const isSingle = added.length === 1
    const notice = ElNotification({
      title: isSingle ? '有新办件' : `有 ${added.length} 件新办件`,
      message: `${first.case.item.name} · ${first.case.applicant}${isSingle ? '' : ' 等'}`,
      type: 'info',
      position: 'bottom-right',
      offset: window.matchMedia('(max-width: 760px)').matches ? NARROW_OFFSET : 0,
      duration: NOTICE_MS,
      onClick: () => {
        notice.close()
        const { number } = first.case
        void router.push(isSingle ? { name: 'case', params: { number } } : { name: 'tasks' })
      },
    })
  }

  return { start }
}
