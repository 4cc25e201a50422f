// @vitest-environment jsdom
/**
 * The built mini-program, run outside WeChat: the app starts, every page mounts and shows what the
 * API answers. Look and native functions can only be judged inside WeChat.
 */
import { existsSync } from 'node:fs'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import * as answers from './fixtures'
import { pages, ROOT, startApp, type Rendered } from './miniprogram_phone'

describe('the mini-program as built', () => {
  let open: ReturnType<typeof startApp>
  let shown: Rendered | null = null

  beforeAll(() => {
    open = startApp()
  })

  afterEach(() => {
    vi.restoreAllMocks()
    shown?.detach()
    document.body.innerHTML = ''
  })

  it.each(pages)('has the files of %s', (page) => {
    for (const kind of ['js', 'json', 'wxml']) expect(existsSync(`${ROOT}/${page}.${kind}`)).toBe(true)
  })

  it.each(pages)('draws %s before anything was read', async (page) => {
    const faults = vi.spyOn(console, 'error')
    shown = open(page, {})
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(faults.mock.calls.flat().map(String).filter((said) => said.includes('TypeError'))).toEqual([])
  })

  it.each([
    ['pages/index/index', {}, '您好，我是天河办事助手'],
    ['pages/index/index', {}, '您要办的是食品经营许可。'],
    ['pages/index/index', { counter: 'th-12' }, '您在大厅 th-12'],
    ['pages/index/index', {}, '第一次来广州住，要办证'],
    ['pages/hall/index', {}, '食品经营许可'],
    ['pages/item/index', { code: answers.item.code }, '有固定的经营场所。'],
    ['pages/item/index', { code: answers.item.code }, '看样本'],
    ['pages/item/index', { code: answers.briefItem.code }, '来源目录没有写明，不等于不用材料'],
    ['pages/search/index', {}, '可以这样搜'],
    ['pages/search/index', { q: encodeURIComponent('高龄津贴') }, '这是深圳市的规定，不适用于广州市天河区。'],
    ['pages/document/index', { id: 'gz-elder-2020', article: '2' }, '您查的内容在这里'],
    ['pages/places/index', { q: encodeURIComponent('骏景花园') }, '已定位到 天园街道 · 骏景社区'],
    ['pages/index/index', {}, '查看全文'],
    ['pages/index/index', {}, '时限来源目录没有写明'],
    ['pages/guidance/index', { code: answers.item.code }, '您打算做哪一类食品生意？'],
    ['pages/guidance/index', { run_id: 'done' }, '您没有委托别人，所以不用交。'],
    ['pages/draft/index', { number: 'TH1' }, '联系电话'],
    ['pages/receipt/index', { number: 'TH1' }, '提交成功'],
    ['pages/device/index', { code: `d${'0'.repeat(28)}`, title: 'A02打印机', place: 'A02窗口' }, '放在：A02窗口'],
    ['pages/cases/index', {}, 'TH202611231234567'],
    ['pages/case/index', { number: 'TH2' }, '营业执照看不清，请重新上传。'],
    ['pages/counter/index', {}, 'A12 窗口 · 市场准入'],
    ['pages/queue/index', {}, '取市场准入号'],
    ['pages/appointments/index', {}, '还没有预约'],
    ['pages/me/index', {}, '陈*文'],
    ['pages/sign-in/index', {}, '用统一身份认证登录'],
  ])('shows %s', async (page, query, words) => {
    shown = open(page, query)
    await vi.waitFor(() => expect(document.body.textContent).toContain(words), { timeout: 20_000 })
  })
})
