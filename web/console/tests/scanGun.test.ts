import { describe, expect, it, vi } from 'vitest'

import { useScanGun } from '@/composables/useScanGun'

function gunWith(...answers: Promise<boolean>[]) {
  const take = vi.fn((said: string) => (said ? answers.shift()! : Promise.resolve(false)))
  const select = vi.fn()
  return { take, select, ...useScanGun(take, select) }
}

describe('the scan gun', () => {
  it('keeps a refused code, selected, so that the next scan replaces it', async () => {
    const { typed, scan, select } = gunWith(Promise.resolve(false))
    typed.value = 'code-1'
    await scan()
    expect(typed.value).toBe('code-1')
    expect(select).toHaveBeenCalledTimes(2)
  })

  it('clears the field once the code was taken', async () => {
    const { typed, scan } = gunWith(Promise.resolve(true))
    typed.value = ' code-1\n'
    await scan()
    expect(typed.value).toBe('')
  })

  it('does not lose what is scanned while the last one is out', async () => {
    let refuse = (_: boolean): void => undefined
    const { typed, scan, take } = gunWith(new Promise((answer) => (refuse = answer)), Promise.resolve(true))
    typed.value = 'code-1'
    const first = scan()
    typed.value = 'code-2'
    await scan()
    expect(take).toHaveBeenCalledTimes(1)
    refuse(false)
    await first
    expect(take.mock.calls).toEqual([['code-1'], ['code-2']])
    expect(typed.value).toBe('')
  })

  it('sends nothing that was typed and not entered', async () => {
    let refuse = (_: boolean): void => undefined
    const { typed, scan, take } = gunWith(new Promise((answer) => (refuse = answer)))
    typed.value = 'code-1'
    const first = scan()
    typed.value = 'TH20'
    refuse(false)
    await first
    expect(take).toHaveBeenCalledTimes(1)
    expect(typed.value).toBe('TH20')
  })
})
