import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { listLines, listWork } from '@/api/lists'
import type { ListName } from '@/api/listTypes'
import type { Page } from '@/api/types'
import { usePagedList, type PagedList } from '@/composables/usePagedList'
import {
  chosenColumns,
  isOfTasks,
  queryOf,
  rowOfCase,
  rowOfTask,
  usualColumns,
  type Column,
  type ListQuery,
  type WorkRow,
} from '@/logic/workLists'
import { useTaskSignals } from '@/stores/live'
import { useTasksStore } from '@/stores/tasks'

interface WorkPage extends Page<WorkRow> {
  total_is_exact: boolean
  hint?: string | null
}

export interface WorkList extends PagedList<WorkRow, WorkPage> {
  query: ComputedRef<ListQuery>
  columns: ComputedRef<Column[]>
  columnIds: Ref<string[]>
  /** Changes filters in the address; the list follows. An empty word takes a filter away. */
  narrow: (change: ListQuery) => void
  replace: (query: ListQuery, columns?: string[]) => void
}

/** Several signals in a moment are one reason to look again. */
const GATHER_MS = 400

/** A list whose filters, order and columns stand in its address: reload, back and a sent link
 * all show the same. */
export function useWorkList(list: Ref<ListName>): WorkList {
  const route = useRoute()
  const router = useRouter()
  const tasks = useTasksStore()
  const query = computed(() => queryOf(route.query))
  const columnIds = ref(columnsIn(list.value))
  const columns = computed(() => chosenColumns(list.value, columnIds.value))

  function columnsIn(name: ListName): string[] {
    const given = route.query.columns
    return typeof given === 'string' && given ? given.split(',') : usualColumns(name)
  }

  async function ask(cursor: string | null, signal: AbortSignal): Promise<WorkPage> {
    const name = list.value
    if (isOfTasks(name)) {
      const page = await listWork(name, query.value as Record<string, string>, cursor, signal)
      tasks.counts = page.counts
      return { ...page, items: page.items.map(rowOfTask) }
    }
    const page = await listLines(name, query.value as Record<string, string>, cursor, signal)
    return { ...page, items: page.items.map(rowOfCase) }
  }

  const paged = usePagedList<WorkRow, WorkPage>(ask)

  function replace(next: ListQuery, chosen: string[] = columnIds.value): void {
    const usual = usualColumns(list.value)
    const isUsual = chosen.join() === usual.join()
    columnIds.value = chosen
    const kept = route.query.list ? { list: route.query.list } : {}
    void router.replace({
      query: { ...kept, ...next, ...(isUsual ? {} : { columns: chosen.join(',') }) },
    })
  }

  function narrow(change: ListQuery): void {
    const merged = { ...query.value, ...change }
    replace(queryOf(merged))
  }

  watch(
    () => [list.value, JSON.stringify(query.value)] as const,
    ([name], [before]) => {
      if (name !== before) {
        paged.rows.value = []
        paged.hasLoaded.value = false
        columnIds.value = columnsIn(name)
      }
      void paged.load()
    },
  )

  let timer: ReturnType<typeof setTimeout> | undefined
  useTaskSignals(() => {
    clearTimeout(timer)
    // Whoever has read on is not thrown back to the first page.
    timer = setTimeout(() => {
      if (paged.rows.value.length <= 50) void paged.load()
    }, GATHER_MS)
  })

  return { ...paged, query, columns, columnIds, narrow, replace }
}
