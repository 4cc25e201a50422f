/** Which case goes to the counter: failures are said, and what is shown is of the chosen one. */
import { expect, it, vi } from 'vitest'

import { useSharedCase } from '@/composables/useSharedCase'
import { wishKeys } from '@/domain/ids'

const waits: Record<string, (result: object) => void> = {}

vi.stubGlobal('uni', {
  request: ({ url, success }: { url: string; success(result: object): void }) =>
    void (waits[url.replace(/^.*\/cases/, '').replace(/\?.*/, '')] = success),
})

const arrive = (path: string, statusCode: number, data: object): Promise<void> => {
  waits[path]!({ statusCode, data })
  return new Promise((done) => void setTimeout(done))
}

it('throws away the case that another choice has overtaken', async () => {
  const shared = useSharedCase('')
  void shared.choose('A')
  void shared.choose('B')
  await vi.waitFor(() => expect(Object.keys(waits)).toEqual(expect.arrayContaining(['/A', '/B'])))
  await arrive('/B', 200, { number: 'B' })
  await arrive('/A', 200, { number: 'A' })
  expect(shared.document.value?.number).toBe('B')
})

it('knows a case that was not read, and says why', async () => {
  const shared = useSharedCase('C')
  void shared.choose('C')
  await vi.waitFor(() => expect(waits['/C']).toBeDefined())
  await arrive('/C', 503, {})
  expect(shared.isUnread.value).toBe(true)
  expect(shared.problem.value).toContain('稍后再试')
})

it('says that the list was not read', async () => {
  const shared = useSharedCase('')
  void shared.list()
  await vi.waitFor(() => expect(waits['']).toBeDefined())
  await arrive('', 500, {})
  expect(shared.listProblem.value).toContain('稍后再试')
})

it('gives the same wish one key, another wish another, and all new ones once it has happened', () => {
  const keys = wishKeys()
  const first = keys.of({ line: 'A', priority: '' })
  expect(keys.of({ line: 'A', priority: '' })).toBe(first)
  expect(keys.of({ line: 'B', priority: '' })).not.toBe(first)
  keys.clear()
  expect(keys.of({ line: 'A', priority: '' })).not.toBe(first)
})
