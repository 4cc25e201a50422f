/** A phone with WeChat outside WeChat: just enough of `wx` for the built mini-program to run. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

import * as answers from './fixtures'
import * as knowledge from './knowledge_fixtures'
import * as queue from './queue_fixtures'
import { sample } from './sample_fixtures'

export const ROOT = resolve('dist/build/mp-weixin')
const require = createRequire(resolve('package.json'))
export const { pages } = JSON.parse(readFileSync(`${ROOT}/app.json`, 'utf8')) as { pages: string[] }

export interface Rendered {
  instance: { onLoad?(query: object): void; onShow?(): void; data: Record<string, string> } & Record<string, (event: object) => void>
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
  data?: unknown
  success(result: { statusCode: number; data: unknown }): void
}

const ROUTES: [RegExp, unknown][] = [
  [/\/samples\/\w+$/, sample('id_card')],
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
  [/\/cases\/TH\w+\/letters/, { items: [], total: 0, next: null }],
  [/\/cases\/\w+\/rating/, { can_rate: false, rating: null, handling: null, levels: [] }],
  [/\/cases\/TH1\/receipt/, { number: 'TH1', item_name: '食品经营许可', submitted_at: answers.draft.created_at, due_at: null, qr_svg: '<svg/>', url: '' }],
  [/\/cases\/TH2/, answers.returned],
  [/\/cases\//, answers.draft],
  [/\/counter_handoffs\/current/, { handoff: answers.counterHandoff }],
  [/\/counter_handoffs\//, answers.counterHandoff],
  [/\/chat\/messages/, answers.history],
  [/\/queue\/halls/, { items: [queue.hall] }],
  [/\/queue\/tickets/, { items: [] }],
  [/\/appointments$/, { items: [] }],
  [/\/notice_consents/, queue.consents],
]

/** What the phone sent, oldest first: method, path and body. */
export const sent: [string, string, unknown][] = []

function answer({ url, method, data, success }: WxRequest): object {
  sent.push([method, url.replace(/^.*\/api\/v1/, ''), data])
  const found = ROUTES.find(([path]) => path.test(url))
  if (found) setTimeout(() => success({ statusCode: 200, data: structuredClone(found[1]) }))
  return { abort: () => undefined, onChunkReceived: () => undefined }
}

const SILENT = ['setNavigationBarTitle', 'stopPullDownRefresh', 'pageScrollTo', 'showToast', 'setStorageSync', 'onAppShow', 'hideKeyboard']

/** Just enough of `wx` to run: requests are answered, what only WeChat can show is silent. */
function stubWx(storage: Record<string, unknown>, more: object): object {
  return {
    ...Object.fromEntries(SILENT.map((name) => [name, () => undefined])),
    getStorageSync: (key: string) => (key in storage ? JSON.stringify(storage[key]) : ''),
    getAppBaseInfo: () => ({ fontSizeScaleFactor: 1 }),
    getSystemInfoSync: () => ({ platform: 'devtools', SDKVersion: '3.8.0' }),
    getLaunchOptionsSync: () => ({ query: {} }),
    canIUse: () => true,
    request: answer,
    ...more,
  }
}

/** Start the app on a phone that keeps `kept` and can do `more`; returns a function that opens a page. */
export function startApp(kept: Record<string, unknown> = {}, more: object = {}): (page: string, query: object) => Rendered {
  const simulate = require('miniprogram-simulate') as Simulate
  const globals = globalThis as Record<string, unknown>
  Object.assign(globals, {
    wx: stubWx({ 'tianhe.session': answers.session, ...kept }, more),
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
  return (page, query) => {
    const id = simulate.load(`${ROOT}/${page}`, 'page-under-test', { rootPath: ROOT, compiler: 'simulate' })
    const shown = simulate.render(id)
    shown.attach(document.body)
    shown.instance.onLoad?.(query)
    shown.instance.onShow?.()
    return shown
  }
}

/** Press the button with that mark: the simulator knows no handlers that are bound by data, as uni-app's are. */
export function press({ instance }: Rendered, page: string, mark: string): void {
  const buttons = readFileSync(`${ROOT}/${page}.wxml`, 'utf8').match(/<app-button[^>]*>/g) ?? []
  const bound = /bindpress="\{\{(\w+)\}\}"/.exec(buttons.find((one) => one.includes(`"${mark}"`)) ?? '')?.[1] ?? ''
  instance[instance.data[bound] ?? '']?.({ type: 'press', detail: {} })
}
