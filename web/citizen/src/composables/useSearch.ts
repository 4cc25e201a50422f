/**
 * One search over everything: found while typing, kept by the server only when sent off.
 *
 * The results of each tab are read once for the same words. An answer overtaken by newer words is
 * thrown away.
 */
import { computed, ref, watch } from 'vue'

import { explain } from '@/api/problem'
import { noteOpened, search } from '@/api/search'
import type { ItemSummary, SearchHit, SearchPage } from '@/api/types'
import { KINDS, kindsOf, type SearchTab } from '@/domain/search'
import { tell } from '@/stores/notices'

export const PAUSE_MS = 250
const PAGE_SIZE = 20

interface Results {
  items: SearchHit[]
  total: number
  next: string | null
  nearest: ItemSummary[]
}

type ByTab<T> = Partial<Record<SearchTab, T>>

export function useSearch() {
  const words = ref('')
  const tab = ref<SearchTab>('all')
  /** The words the results are of; empty before the first search. */
  const asked = ref('')
  const results = ref<ByTab<Results>>({})
  const counts = ref<ByTab<number>>({})
  const problem = ref('')
  const isReadingMore = ref(false)
  let wanted = ''
  let searchId = ''
  let isSent = false
  let latest = 0
  let pause: ReturnType<typeof setTimeout> | undefined

  const shown = computed(() => results.value[tab.value] ?? null)

  /** Forget the results at once, so that what is shown is never taken for the answer to `said`. */
  function clear(said: string): void {
    asked.value = said
    results.value = {}
    counts.value = {}
  }

  /**
   * Look for `said`. What was sent off is recorded and begins anew at «全部»; while somebody types,
   * the last results stay until the next are there.
   */
  async function look(said: string, isRecorded: boolean): Promise<void> {
    clearTimeout(pause)
    latest += 1
    wanted = said
    searchId = ''
    isSent = isRecorded
    problem.value = ''
    if (isRecorded) tab.value = 'all'
    if (isRecorded ? asked.value !== said : !said || !shown.value) clear(said)
    if (said) await readTab(tab.value, latest, isRecorded)
  }

  async function readTab(which: SearchTab, mine: number, isRecorded = false): Promise<void> {
    problem.value = ''
    try {
      const page = await search({ q: wanted, kinds: kindsOf(which), limit: PAGE_SIZE, isRecorded })
      if (mine !== latest) return
      const isNew = asked.value !== wanted || !Object.keys(results.value).length
      if (isNew) clear(wanted)
      keep(which, page)
      if (isNew && which !== 'all') await countTabs(mine)
    } catch (error) {
      if (mine !== latest) return
      if (asked.value !== wanted) clear(wanted)
      problem.value = explain(error)
    }
  }

  function keep(which: SearchTab, page: SearchPage, before: SearchHit[] = []): void {
    const { items, total, next, nearest } = page
    results.value = { ...results.value, [which]: { items: [...before, ...items], total, next, nearest } }
    counts.value = { ...counts.value, ...page.counts, [which]: total }
    searchId = page.search_id || searchId
  }

  /** How many there are under the other tabs; where that fails they show no count. */
  async function countTabs(mine: number): Promise<void> {
    const page = await search({ q: wanted, kinds: KINDS, limit: 1 }).catch(() => null)
    if (page && mine === latest) counts.value = { ...page.counts, all: page.total }
  }

  async function submit(said: string = words.value): Promise<void> {
    words.value = said
    await look(said.trim(), true)
  }

  async function choose(which: SearchTab): Promise<void> {
    tab.value = which
    if (asked.value && !results.value[which]) await readTab(which, latest)
  }

  async function retry(): Promise<void> {
    await readTab(tab.value, latest, isSent && !searchId)
  }

  async function readMore(): Promise<void> {
    const [which, mine, before] = [tab.value, latest, shown.value]
    if (!before?.next || isReadingMore.value) return
    isReadingMore.value = true
    try {
      const page = await search({ q: asked.value, kinds: kindsOf(which), limit: PAGE_SIZE, cursor: before.next })
      if (mine === latest) keep(which, page, before.items)
    } catch (error) {
      if (mine === latest) tell(explain(error))
    } finally {
      isReadingMore.value = false
    }
  }

  /** Tell which result was opened; the citizen never waits for it, nor hears of its failure. */
  function opened(hit: SearchHit): void {
    if (searchId) noteOpened(searchId, hit).catch(() => undefined)
  }

  watch(words, (text) => {
    clearTimeout(pause)
    const said = text.trim()
    if (said === wanted) return
    pause = setTimeout(() => void look(said, false), said ? PAUSE_MS : 0)
  })

  return { words, tab, asked, shown, counts, problem, isReadingMore, submit, choose, retry, readMore, opened }
}
