// @vitest-environment jsdom
/**
 * The built mini-program, run outside WeChat: its app starts, every page of app.json is there and
 * mounts, and the first page greets. Look and native functions can only be judged inside WeChat.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

const ROOT = resolve('dist/build/mp-weixin')
const require = createRequire(resolve('package.json'))
const { pages } = JSON.parse(readFileSync(`${ROOT}/app.json`, 'utf8')) as { pages: string[] }

interface Rendered {
  dom: HTMLElement
  attach(parent: Node): void
  detach(): void
}

interface Simulate {
  load(path: string, tagName: string, options: { rootPath: string; compiler: 'simulate' }): string
  render(id: string): Rendered
}

/** Just enough of `wx` to start: what is asked is answered, keys that begin with $ do not exist. */
function stubWx(): object {
  const known: Record<string, unknown> = {
    getStorageSync: () => '',
    getAppBaseInfo: () => ({ fontSizeScaleFactor: 1 }),
    getSystemInfoSync: () => ({ platform: 'devtools', SDKVersion: '3.8.0' }),
    getLaunchOptionsSync: () => ({ query: {} }),
    canIUse: () => true,
    request: () => ({ abort: () => undefined, onChunkReceived: () => undefined }),
  }
  return new Proxy(known, {
    get: (target, name) => {
      if (typeof name !== 'string' || name.startsWith('$')) return undefined
      return target[name] ?? (() => undefined)
    },
  })
}

function simulator(): Simulate {
  const simulate = require('miniprogram-simulate') as Simulate
  const globals = globalThis as Record<string, unknown>
  const wx = stubWx()
  Object.assign(globals, {
    wx, uni: wx, Event: window.Event,
    App: (options: unknown) => (globals['app'] = options),
    Page: (options: object) => (globals['Component'] as (definition: object) => void)(options),
    getApp: () => globals['app'],
    getCurrentPages: () => [],
  })
  return simulate
}

describe('the mini-program as built', () => {
  let simulate: Simulate

  beforeAll(() => {
    simulate = simulator()
    require(`${ROOT}/app.js`)
  })

  it.each(pages)('has the files of %s', (page) => {
    for (const kind of ['js', 'json', 'wxml']) expect(existsSync(`${ROOT}/${page}.${kind}`)).toBe(true)
  })

  it.each(pages)('mounts %s', (page) => {
    const id = simulate.load(`${ROOT}/${page}`, 'page-under-test', { rootPath: ROOT, compiler: 'simulate' })
    const page_ = simulate.render(id)
    page_.attach(document.body)
    expect(document.body.innerHTML.length).toBeGreaterThan(50)
    page_.detach()
  })
})
