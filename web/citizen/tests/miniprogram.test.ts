// @vitest-environment jsdom
/**
 * The built mini-program, run outside WeChat: the app starts, every page mounts and shows what the
 * API answers. Look and native functions can only be judged inside WeChat.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import * as answers from './fixtures'
import * as knowledge from './knowledge_fixtures'

const ROOT = resolve('dist/build/mp-weixin')
const require = createRequire(resolve('package.json'))
const { pages } = JSON.parse(readFileSync(`${ROOT}/app.json`, 'utf8')) as { pages: string[] }

interface Rendered {
  instance: { onLoad?(query: object): void; onShow?(): void }
  attach(parent: Node): void
  detach(): void
}

interface Simulate {
  load(path: string, tagName: string, options: { rootPath: string; compiler: 'simulate' }): string
  render(id: string): Rendered
}

interface WxRequest {
  url: string
  method: string
  success(result: { statusCode: number; data: unknown }): void
}

const ROUTES: [RegExp, unknown][] = [
  [/\/themes$/, { items: [{ theme: '准营准办', audience: ['enterprise'], count: 1 }] }],
  [/\/search\?/, knowledge.searchPage],
  [/\/documents\//, knowledge.document],
  [/\/places\?/, knowledge.placePage],
  [/\/items\?/, answers.items],
  [new RegExp(`/items/${answers.briefItem.code}`), answers.briefItem],
  [/\/items\//, answers.item],
  [/\/guidance\/runs\/done$/, answers.finished],
  [/\/guidance\/runs/, answers.asking],
  [/\/cases\?/, { items: [answers.draft], total: 1, next: null }],
  [/\/cases\/TH1\/receipt/, { number: 'TH1', item_name: '食品经营许可', submitted_at: answers.draft.created_at, due_at: null, qr_svg: '<svg/>', url: '' }],
  [/\/cases\/TH2/, answers.returned],
  [/\/cases\//, answers.draft],
  [/\/chat\/messages/, answers.history],
]

function answer({ url, success }: WxRequest): object {
  const found = ROUTES.find(([path]) => path.test(url))
  if (found) setTimeout(() => success({ statusCode: 200, data: structuredClone(found[1]) }))
  return { abort: () => undefined, onChunkReceived: () => undefined }
}

const SILENT = ['setNavigationBarTitle', 'stopPullDownRefresh', 'pageScrollTo', 'showToast', 'setStorageSync', 'onAppShow', 'hideKeyboard']

/** Just enough of `wx` to run: requests are answered, what only WeChat can show is silent. */
function stubWx(): object {
  return {
    ...Object.fromEntries(SILENT.map((name) => [name, () => undefined])),
    getStorageSync: (key: string) => (key === 'tianhe.session' ? JSON.stringify(answers.session) : ''),
    getAppBaseInfo: () => ({ fontSizeScaleFactor: 1 }),
    getSystemInfoSync: () => ({ platform: 'devtools', SDKVersion: '3.8.0' }),
    getLaunchOptionsSync: () => ({ query: {} }),
    canIUse: () => true,
    request: answer,
  }
}

function startApp(): Simulate {
  const simulate = require('miniprogram-simulate') as Simulate
  const globals = globalThis as Record<string, unknown>
  Object.assign(globals, {
    wx: stubWx(),
    Event: window.Event,
    Page: () => undefined,
    App: (options: unknown) => (globals['app'] = options),
    getApp: () => globals['app'],
    getCurrentPages: () => [],
  })
  require(`${ROOT}/app.js`)
  const app = globals['app'] as { onLaunch(options: object): void; onShow(options: object): void }
  app.onLaunch({ query: {} })
  app.onShow({ query: {} })
  return simulate
}

describe('the mini-program as built', () => {
  let simulate: Simulate
  let shown: Rendered | null = null

  function open(page: string, query: object): void {
    const id = simulate.load(`${ROOT}/${page}`, 'page-under-test', { rootPath: ROOT, compiler: 'simulate' })
    shown = simulate.render(id)
    shown.attach(document.body)
    shown.instance.onLoad?.(query)
    shown.instance.onShow?.()
  }

  beforeAll(() => {
    simulate = startApp()
  })

  afterEach(() => {
    shown?.detach()
    document.body.innerHTML = ''
  })

  it.each(pages)('has the files of %s', (page) => {
    for (const kind of ['js', 'json', 'wxml']) expect(existsSync(`${ROOT}/${page}.${kind}`)).toBe(true)
  })

  it.each([
    ['pages/index/index', {}, '您好，我是天河办事助手'],
    ['pages/index/index', {}, '您要办的是食品经营许可。'],
    ['pages/index/index', { counter: 'th-12' }, '已连接大厅窗口 th-12'],
    ['pages/hall/index', {}, '食品经营许可'],
    ['pages/item/index', { code: answers.item.code }, '有固定的经营场所。'],
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
    ['pages/cases/index', {}, 'TH202611231234567'],
    ['pages/case/index', { number: 'TH2' }, '营业执照看不清，请重新上传。'],
    ['pages/me/index', {}, '陈*文'],
    ['pages/sign-in/index', {}, '用统一身份认证登录'],
  ])('shows %s', async (page, query, words) => {
    open(page, query)
    await vi.waitFor(() => expect(document.body.textContent).toContain(words), { timeout: 20_000 })
  })
})
