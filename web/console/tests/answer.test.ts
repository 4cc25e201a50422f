import { describe, expect, it } from 'vitest'
import { effectScope } from 'vue'

import { ApiProblem } from '@/api/problem'
import { useAnswer } from '@/composables/useAnswer'

/** Two askings under way, answered as a test wishes. */
function askedTwice() {
  const asked: { answer: (said: string) => void; fail: (error: unknown) => void }[] = []
  const page = effectScope().run(() =>
    useAnswer(() => new Promise<string>((answer, fail) => asked.push({ answer, fail }))),
  )!
  const loads = [page.load(), page.load()]
  return { ...page, older: asked[0]!, newer: asked[1]!, done: () => Promise.all(loads) }
}

describe('what is asked again before it was answered', () => {
  it('shows the newer answer, also where the older one comes last', async () => {
    const { answer, older, newer, done } = askedTwice()
    newer.answer('已办结')
    older.answer('整改中')
    await done()
    expect(answer.value).toBe('已办结')
  })

  it('does not tell the trouble of an asking nobody waits for', async () => {
    const { answer, trouble, older, newer, done } = askedTwice()
    newer.answer('已办结')
    older.fail(new ApiProblem(0))
    await done()
    expect([answer.value, trouble.value]).toEqual(['已办结', null])
  })

  it('keeps what a change has shown since', async () => {
    const { answer, show, older, newer, done } = askedTwice()
    show('改过的')
    older.answer('整改中')
    newer.answer('已办结')
    await done()
    expect(answer.value).toBe('改过的')
  })
})
