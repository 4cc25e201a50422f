import { ElNotification } from 'element-plus/es/components/notification/index'
import { useRouter } from 'vue-router'

import type { Task, TaskSignal } from '@/api/types'
import { useTaskSignals } from '@/stores/live'
import { useTasksStore } from '@/stores/tasks'

/** Signals arrive in bursts; one refresh and one notice answer a burst. */
const GATHER_MS = 300
const NOTICE_MS = 6_000

/** Keeps the to-do list current and says gently when work arrives. */
export function useNewTaskNotices(): void {
  const tasks = useTasksStore()
  const router = useRouter()
  const announced = new Set<string>()
  let gathered: TaskSignal[] = []
  let timer: ReturnType<typeof setTimeout> | null = null

  useTaskSignals((signal) => {
    if (signal) gathered.push(signal)
    timer ??= setTimeout(() => void flush(), GATHER_MS)
  })

  async function flush(): Promise<void> {
    timer = null
    const signals = gathered
    gathered = []
    const known = new Set([...announced, ...tasks.rows.map((task) => task.id)])
    const added = await tasks.refreshAndMark()
    const shownCase = router.currentRoute.value.params.number
    const news = signals.filter(
      ({ id, state, case_number }) =>
        state === 'open' && !known.has(id) && case_number !== shownCase,
    )
    news.forEach(({ id }) => announced.add(id))
    announce([...new Set(news.map((signal) => signal.case_number))], added)
  }

  function announce(numbers: string[], added: Task[]): void {
    const [first] = numbers
    if (!first) return
    const task = added.find((row) => row.case.number === first)
    const isSingle = numbers.length === 1
    const notice = ElNotification({
      title: isSingle ? '有新办件' : `有 ${numbers.length} 件新办件`,
      message: isSingle && task ? `${task.case.item.name} · ${task.case.applicant}` : first,
      type: 'info',
      position: 'bottom-right',
      duration: NOTICE_MS,
      customClass: 'new-task-notice',
      onClick: () => {
        notice.close()
        void router.push(
          isSingle ? { name: 'case', params: { number: first } } : { name: 'tasks' },
        )
      },
    })
  }
}
