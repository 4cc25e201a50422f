import { describe, expect, it } from 'vitest'

import { queryString } from '@/api/client'
import { ApiProblem, explain, problemFrom } from '@/api/problem'
import { buildCommand, commandRoute, parseCommand } from '@/domain/commands'
import { clockText, dayText, momentText, todayIso } from '@/domain/dates'
import { copiesText, phoneIn, termText, visitsText } from '@/domain/facts'
import { acceptAttribute, acceptText, fileFault, sizeText } from '@/domain/files'
import { promiseText } from '@/domain/promise'
import { channelText, entryChannel } from '@/domain/channels'
import { routeOfLink, routeOfScene, tokenOf } from '@/domain/launch'

const ITEM = '11440106007519140X4000131000001'

describe('problems', () => {
  it('say the detail of the server first', () => {
    const problem = problemFrom(409, { title: '状态已变化', detail: '请刷新后再试。', code: 'conflict' })
    expect([problem.message, problem.code, problem.isTemporary]).toEqual(['请刷新后再试。', 'conflict', false])
  })

  it('have words of their own for answers that are no problem documents', () => {
    expect(problemFrom(502, '<html>Bad gateway</html>').message).toContain('12345')
    expect(problemFrom(413, '').message).toContain('20 MB')
    expect(problemFrom(502, '').isTemporary).toBe(true)
    expect(explain(new TypeError('x'))).toContain('请稍后再试')
    expect(explain(new ApiProblem(400, 'a', '原因'))).toBe('原因')
  })
})

describe('channels', () => {
  it('mark only what was said elsewhere', () => {
    expect([channelText('client'), channelText(undefined)]).toEqual(['', ''])
    expect(channelText('wechat_official')).toContain('公众号')
    expect(channelText('wechat_miniprogram')).toContain('小程序客服')
  })

  it('are named by the address a platform opens', () => {
    expect(entryChannel('?channel=suihaoban')).toBe('suihaoban')
    expect(entryChannel('?from=x&channel=yueshangtong')).toBe('yueshangtong')
    expect([entryChannel('?channel=telepathy'), entryChannel('')]).toEqual([null, null])
  })
})

describe('commands', () => {
  it('are read and written', () => {
    const payload = buildCommand('guidance_answer', { run_id: 'r', value: ['热食'] })
    expect(parseCommand(payload)).toEqual({ name: 'guidance_answer', args: { run_id: 'r', value: ['热食'] } })
    expect(parseCommand('/human{}')).toEqual({ name: 'human', args: {} })
    expect(parseCommand('你好')).toBeNull()
    expect(parseCommand('/item_show{broken')).toBeNull()
  })

  it('open pages or are sent', () => {
    const route = (payload: string): string | null => commandRoute(parseCommand(payload) ?? { name: '', args: {} })
    expect(route('/item_show{"item_code":"A"}')).toBe('/pages/item/index?code=A')
    expect(route('/case_open{"run_id":"r1"}')).toBe('/pages/draft/index?run_id=r1&code=')
    expect(route('/case_show{"number":"TH1"}')).toBe('/pages/case/index?number=TH1')
    expect(route('/case_list{}')).toBe('/pages/cases/index')
    expect(route('/guidance_start{"item_code":"A"}')).toBeNull()
  })
})

describe('scanned codes', () => {
  it('lead to an item, a case, a counter, a hall or a number', () => {
    expect(routeOfScene(`i${ITEM}`)).toBe(`/pages/item/index?code=${ITEM}`)
    expect(routeOfScene('cTH202611231234567abcdef123456')).toBe('/pages/case/index?number=TH202611231234567')
    expect(tokenOf({ scene: `i${ITEM}` })).toBe(`i${ITEM}`)
    expect(tokenOf({ q: encodeURIComponent('https://a.example/q/pabc?x=1') })).toBe('pabc')
    expect(tokenOf({ q: 'https://a.example/' })).toBe('')
    expect(routeOfScene(`s${'Ab1'.repeat(6)}xy`)).toBe(`/pages/device/index?code=s${'Ab1'.repeat(6)}xy`)
    expect(routeOfScene('wth-12')).toBe('/pages/index/index?counter=th-12')
    expect(routeOfScene('htianhe')).toBe('/pages/queue/index?hall=tianhe')
    expect(routeOfScene('atianhe0a1b2c3')).toBe('/pages/queue/index?hall=tianhe&here=atianhe0a1b2c3')
    expect(routeOfScene('t0123456789abcdef0123')).toBe('/pages/queue/index?slip=0123456789abcdef0123')
    expect(routeOfLink(encodeURIComponent('https://a.example/q/wth-12'))).toBe('/pages/index/index?counter=th-12')
    expect(routeOfScene(`x${'a'.repeat(16)}${'0'.repeat(12)}`)).toBe(`/pages/counter/index?token=x${'a'.repeat(16)}${'0'.repeat(12)}`)
    expect(routeOfLink('https://a.example/app/#/pages/case/index?number=TH1')).toBe('/pages/case/index?number=TH1')
  })

  it('lead nowhere when they are not ours', () => {
    expect(routeOfScene('')).toBeNull()
    expect(routeOfScene('%E0%A4%A')).toBeNull()
    expect(routeOfLink('https://a.example/')).toBeNull()
  })
})

describe('files', () => {
  const MEGA = 1024 * 1024

  it('are looked at before they are sent', () => {
    expect(fileFault({ name: '执照.PDF', size: 20 * MEGA }, ['pdf', 'jpg'], 20 * MEGA)).toBeNull()
    expect(fileFault({ name: '照片.jpeg', size: 1 }, ['pdf', 'jpg'], 20 * MEGA)).toBeNull()
    expect(fileFault({ name: 'a.zip', size: 1 }, ['pdf', 'jpg'], 20 * MEGA)).toContain('PDF 或 JPG')
    expect(fileFault({ name: 'a.pdf', size: 0 }, ['pdf'], 20 * MEGA)).toContain('空文件')
    expect(fileFault({ name: 'a.pdf', size: 60 * MEGA }, ['pdf'], 20 * MEGA)).toContain('60 MB')
    expect(fileFault({ name: '没有后缀', size: 1 }, ['pdf'], 20 * MEGA)).toContain('PDF')
  })

  it('are named in words', () => {
    expect(acceptText(['pdf', 'jpg', 'png'])).toBe('PDF、JPG 或 PNG')
    expect(acceptAttribute(['pdf', 'jpg'])).toBe('.pdf,.jpg,.jpeg')
    expect([sizeText(10), sizeText(2048), sizeText(1.5 * MEGA)]).toEqual(['10 B', '2 KB', '1.5 MB'])
  })
})

describe('times', () => {
  const NOW = new Date('2026-11-23T10:00:00+08:00')

  it('are told in Guangzhou, whatever the zone of the phone', () => {
    expect(clockText(new Date('2026-11-23T02:32:00Z'))).toBe('10:32')
    expect(dayText('2026-11-22T20:00:00Z')).toBe('2026年11月23日')
    expect(momentText('2026-11-23T09:05:00+08:00', NOW)).toBe('今天 09:05')
    expect(momentText('2026-11-01T09:05:00+08:00', NOW)).toBe('11月1日 09:05')
    expect(momentText('2025-11-23T09:05:00+08:00', NOW)).toBe('2025年11月23日 09:05')
    expect([dayText(null), momentText(undefined)]).toEqual(['', ''])
    expect(todayIso(new Date('2026-11-22T18:00:00Z'))).toBe('2026-11-23')
  })
})

it('tells a promise while it is running', () => {
  expect(promiseText('accepted', '2026-11-30T17:00:00+08:00')).toBe('承诺 2026年11月30日前办结')
  expect(promiseText('approved', '2026-11-30T17:00:00+08:00')).toBe('')
  expect(promiseText('submitted', null)).toBe('')
})

it('says figures as sentences', () => {
  expect(termText({ days: 0, unit: '工作日', verified: true })).toBe('当场办结')
  expect(termText({ days: 5, unit: '工作日', verified: true })).toBe('5个工作日')
  expect(termText(null)).toBe('以官方公布为准')
  expect([visitsText(0), visitsText({ count: 1, verified: true })]).toEqual(['不用跑，全程网上办', '最多跑1次'])
  expect(copiesText({ original: 1, copy: 2, electronic: true })).toBe('原件1份、复印件2份、可交电子件')
  expect([phoneIn('请拨打12345咨询'), phoneIn('电话 020-38622000'), phoneIn('无')]).toEqual(['12345', '020-38622000', ''])
})

it('writes a query without what is empty', () => {
  expect(queryString({ q: '居住证', theme: '', cursor: undefined, limit: 20 })).toBe('?q=%E5%B1%85%E4%BD%8F%E8%AF%81&limit=20')
  expect(queryString(undefined)).toBe('')
})
