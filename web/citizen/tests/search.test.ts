/** The course of a search, with the API and the clock in the test's hands. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'

import { ApiProblem } from '@/api/problem'
import { noteOpened, search, type SearchQuery } from '@/api/search'
import type { SearchPage } from '@/api/types'
import { PAUSE_MS, useSearch } from '@/composables/useSearch'
import { hits, searchPage } from './knowledge_fixtures'

vi.mock('@/api/search', () => ({ search: vi.fn(), noteOpened: vi.fn(() => Promise.resolve()) }))

const asked = vi.mocked(search)
const ALL = 4

/** Everything is found for any words but «无»; each kind has one result. */
function answer({ q, kinds, isRecorded, cursor }: SearchQuery): Promise<SearchPage> {
  const found = q === '无' ? [] : hits.filter((hit) => kinds.includes(hit.kind))
  const isFirst = !cursor && kinds.length === ALL
  const counts = Object.fromEntries(kinds.map((kind) => [kind, found.filter((hit) => hit.kind === kind).length]))
  return Promise.resolve({
    search_id: isRecorded ? `id-${q}` : null, items: found, total: found.length, counts, nearest: [],
    next: found.length && isFirst ? '20' : null,
  })
}

/** The searches whose results are shown; the others only count. */
function shownSearches(): SearchQuery[] {
  return asked.mock.calls.map(([query]) => query).filter((query) => query.limit > 1)
}

async function pass(milliseconds: number): Promise<void> {
  await nextTick()
  await vi.advanceTimersByTimeAsync(milliseconds)
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  asked.mockImplementation(answer)
})

describe('while typing', () => {
  it('waits for a pause and records nothing', async () => {
    const { words, asked: shownFor, shown } = useSearch()
    for (const text of ['高', '高龄', '高龄津贴']) {
      words.value = text
      await pass(PAUSE_MS - 1)
    }
    expect(asked).not.toHaveBeenCalled()
    await pass(1)
    expect(shownSearches()).toEqual([{ q: '高龄津贴', kinds: ['item', 'policy', 'faq', 'place'], limit: 20, isRecorded: false }])
    expect([shownFor.value, shown.value?.items.length]).toEqual(['高龄津贴', 4])
  })

  it('keeps the last results until the next are there, and drops an answer that comes too late', async () => {
    const late: { answer?: (page: SearchPage) => void } = {}
    const { words, asked: shownFor, shown } = useSearch()
    words.value = '高龄'
    await pass(PAUSE_MS)
    asked.mockImplementationOnce(() => new Promise((resolve) => (late.answer = resolve)))
    words.value = '慢'
    await pass(PAUSE_MS)
    expect([shownFor.value, shown.value?.items.length]).toEqual(['高龄', 4])
    words.value = '无'
    await pass(PAUSE_MS)
    late.answer?.(searchPage)
    await pass(0)
    expect([shownFor.value, shown.value?.items.length]).toEqual(['无', 0])
  })

  it('goes back to the beginning when the words are taken away', async () => {
    const { words, asked: shownFor, shown } = useSearch()
    words.value = '高龄'
    await pass(PAUSE_MS)
    words.value = ''
    await pass(0)
    expect([shownFor.value, shown.value]).toEqual(['', null])
  })
})

describe('a search that is sent off', () => {
  it('is recorded once, and what is opened is told with its id', async () => {
    const { words, submit, opened } = useSearch()
    words.value = '高龄津贴'
    await submit()
    await pass(PAUSE_MS)
    expect(shownSearches().map((query) => query.isRecorded)).toEqual([true])
    opened(hits[1]!)
    expect(noteOpened).toHaveBeenCalledWith('id-高龄津贴', hits[1])
  })

  it('tells nothing of results that were found while typing', async () => {
    const { words, submit, opened } = useSearch()
    await submit('高龄')
    words.value = '高龄津贴'
    await pass(PAUSE_MS)
    opened(hits[0]!)
    expect(noteOpened).not.toHaveBeenCalled()
  })

  it('counts every kind, and reads a tab once', async () => {
    const { submit, choose, counts, shown } = useSearch()
    await submit('高龄')
    expect(counts.value).toEqual({ all: 4, item: 1, policy: 1, faq: 1, place: 1 })
    await choose('policy')
    await choose('all')
    await choose('policy')
    expect(shown.value?.items.map((hit) => hit.kind)).toEqual(['policy'])
    expect(shownSearches().map((query) => query.kinds.length)).toEqual([4, 1])
  })

  it('counts the other kinds too while one of them is looked at', async () => {
    const { words, choose, counts } = useSearch()
    await choose('faq')
    words.value = '高龄'
    await pass(PAUSE_MS)
    expect(counts.value).toEqual({ all: 4, item: 1, policy: 1, faq: 1, place: 1 })
    expect(shownSearches().map((query) => query.kinds)).toEqual([['faq']])
  })

  it('reads on below, and not beyond the end', async () => {
    const { submit, readMore, shown } = useSearch()
    await submit('高龄')
    await readMore()
    await readMore()
    expect([shown.value?.items.length, shown.value?.next]).toEqual([8, null])
    expect(shownSearches().map((query) => query.cursor)).toEqual([undefined, '20'])
  })

  it('says what went wrong, and is recorded when it succeeds at last', async () => {
    asked.mockRejectedValueOnce(new ApiProblem(0, 'network', '网络连接不上。'))
    const { submit, retry, problem, shown } = useSearch()
    await submit('高龄')
    expect([problem.value, shown.value]).toEqual(['网络连接不上。', null])
    await retry()
    expect([problem.value, shown.value?.items.length]).toEqual(['', 4])
    expect(shownSearches().map((query) => query.isRecorded)).toEqual([true, true])
  })
})
