import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'

import { useLentUrls } from '@/composables/useLentUrls'

const standing = new Set<string>()

beforeEach(() => {
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    const url = `blob:${standing.size}`
    standing.add(url)
    return url
  })
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void standing.delete(url))
})
afterEach(() => vi.restoreAllMocks())

it('takes every address back, also of a file that arrives after the page is gone', async () => {
  const scope = effectScope()
  const { lend } = scope.run(useLentUrls)!
  await lend(async () => new Blob())
  let arrive = (_: Blob): void => undefined
  const late = lend(() => new Promise((answer) => (arrive = answer)))
  expect(standing.size).toBe(1)

  scope.stop()
  arrive(new Blob())
  expect(await late).toBe('')
  const fetchIt = vi.fn(async () => new Blob())
  expect(await lend(fetchIt)).toBe('')
  expect(fetchIt).not.toHaveBeenCalled()
  expect(standing.size).toBe(0)
})
