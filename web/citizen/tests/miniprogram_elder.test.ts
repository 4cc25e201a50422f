// @vitest-environment jsdom
/** The built mini-program in 长者模式, on a phone without WeChat's speech plug-in. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import * as answers from './fixtures'
import { startApp, type Rendered } from './miniprogram_phone'

describe('the mini-program in elder mode', () => {
  let open: ReturnType<typeof startApp>
  let shown: Rendered

  beforeAll(() => {
    open = startApp({ 'tianhe.elder_mode': true })
  })

  afterEach(() => {
    shown.detach()
    document.body.innerHTML = ''
  })

  it.each([
    ['pages/index/index', {}, ['说出想办的事', '我的办件', '附近的办事大厅', '找人帮忙', '接着上次的对话']],
    ['pages/guidance/index', { code: answers.item.code }, ['您打算做哪一类食品生意？']],
    ['pages/guidance/index', { run_id: 'done' }, ['您这种情况不用交']],
    ['pages/me/index', {}, ['长者模式']],
  ])('shows %s, and offers no reading aloud', async (page, query, words) => {
    shown = open(page, query)
    await vi.waitFor(() => words.forEach((word) => expect(document.body.textContent).toContain(word)), { timeout: 20_000 })
    expect(document.body.textContent).not.toMatch(/读给我听|自动朗读|用语音说/)
  })
})
