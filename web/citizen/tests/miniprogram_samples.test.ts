// @vitest-environment jsdom
/** Samples in the built mini-program, which keeps keys only of what is repeated. */
import { readFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'

import * as answers from './fixtures'
import { ROOT, startApp, type Rendered } from './miniprogram_phone'

type Part = Omit<Rendered['instance'], 'data'> & { data: Record<string, unknown> } & Record<string, (event: object) => void>

/** The component drawn as `tag`; the simulator keeps it at its element. */
function part(tag: string): Part {
  const element = document.querySelector(tag) as unknown as { __wxElement: { __methodCaller: Part } } | null
  if (!element) throw new Error(`no ${tag}`)
  return element.__wxElement.__methodCaller
}

/** What `pattern` captures in the built template of a component: names under which data is bound. */
function bound(component: string, pattern: RegExp): string[] {
  const found = pattern.exec(readFileSync(`${ROOT}/components/${component}.wxml`, 'utf8'))
  if (!found) throw new Error(`${component}: ${pattern}`)
  return found.slice(1)
}

/** Events reach no handler that is bound by data here, so it is called where it is bound. */
function press(tag: string, component: string, button: RegExp): void {
  const [name = ''] = bound(component, button)
  part(tag)[String(part(tag).data[name])]?.({ type: 'press', detail: {} })
}

const shows = (words: string): Promise<void> =>
  vi.waitFor(() => expect(document.body.textContent).toContain(words), { timeout: 20_000 })
const picture = (): string => document.querySelector('sample-picture')?.innerHTML ?? ''

it('shows a sample, the spot of a sentence, and the next side', async () => {
  startApp()('pages/item/index', { code: answers.item.code })
  await shows('看样本')
  press('sample-button', 'SampleButton', /bindpress="\{\{(\w+)\}\}"/)
  await shows('和申请表上的姓名一字不差')
  for (const words of ['样本 · 营业执照', '请看这几处', '怎么准备', '常见退回原因', '资料日期：2026年11月28日']) await shows(words)

  const [list = '', tap = ''] = bound('SampleView', /wx:for="\{\{(\w+)\}\}" wx:for-item="spot"[^>]*bindtap="\{\{spot\.(\w+)\}\}"/)
  const looks = part('sample-view').data[list] as Record<string, string>[]
  part('sample-view')[looks[1]?.[tap] ?? '']?.({ type: 'tap', detail: {} })
  await vi.waitFor(() => expect(picture()).toContain('left:60%'))

  press('sample-view', 'SampleView', /data-testid="btn-sample-next" bindpress="\{\{(\w+)\}\}"/)
  await vi.waitFor(() => expect(picture()).not.toContain('left:60%'))
  expect(document.body.textContent).not.toContain('接着看')
  press('app-frame', 'AppFrame', /bindclose="\{\{(\w+)\}\}"/)
  await vi.waitFor(() => expect(document.querySelector('sample-sheet')).toBeNull())
})
