import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { homeOf } from '@/lib/enrolment'
import type { Material, Question, Review } from '@/lib/terminal/citizen'
import { ask } from '@/lib/terminal/citizen'
import { pictureOf, useDevice } from '@/lib/terminal/devices'
import { clockOfSeconds, secondsUntil, standingOf } from '@/lib/terminal/idle'
import { maskName, maskPrivate } from '@/lib/terminal/masking'
import { meaningsOf } from '@/lib/terminal/pinyin'
import { DeviceFailed, wordsOf } from '@/lib/terminal/saying'
import { answerFrom, missing, progressOf, submitting, takesPictures, worthReading } from '@/lib/terminal/steps'
import { askByCard, beginVisit, cancelWaiting, leave, onLeaving, session, standing, stir, visit } from '@/lib/terminal/visit'

describe('a visit nobody uses', () => {
  it('warns twenty seconds before it ends, and ends before the server would', () => {
    expect(standingOf(0, 149_000, 180)).toEqual({ left: 21, isWarning: false })
    expect(standingOf(0, 150_000, 180)).toEqual({ left: 20, isWarning: true })
    expect(standingOf(0, 170_000, 180)).toEqual({ left: 0, isWarning: true })
    expect(standingOf(0, 999_000, 180).left).toBe(0)
  })

  it('reads time as people do', () => {
    expect(clockOfSeconds(125)).toBe('2:05')
    expect(secondsUntil('2026-11-28T10:00:00+08:00', Date.parse('2026-11-28T01:59:30Z'))).toBe(30)
    expect(secondsUntil('2026-11-28T10:00:00+08:00', Date.parse('2026-11-28T03:00:00Z'))).toBe(0)
  })
})

describe('pinyin', () => {
  const table = { chen: '陈 沉', da: '大 打', d: '的', wen: '文 问', weng: '翁' }
  it('reads one syllable after another, the longest first', () => {
    expect(meaningsOf('chendawen', table)).toEqual({ used: 4, characters: ['陈', '沉'] })
    expect(meaningsOf('dawen', table).used).toBe(2)
    expect(meaningsOf('weng', table).characters).toEqual(['翁'])
  })
  it('offers what a begun syllable may become, and nothing for what is none', () => {
    expect(meaningsOf('we', table)).toEqual({ used: 2, characters: ['文', '问', '翁'] })
    expect(meaningsOf('vv', table).characters).toEqual([])
    expect(meaningsOf('', table).characters).toEqual([])
    expect(meaningsOf('constructor', table).characters).toEqual([])
  })
})

describe('private fields', () => {
  it.each([
    ['id_number', '440106199001011234', '440************34'],
    ['phone', '13800138000', '138******00'],
    ['name', '陈大文', '陈**'],
    ['address', '广州市天河区软件路13号', '广州市天河区******'],
    ['phone', '1380', '****'],
  ])('%s', (kind, value, shown) => expect(maskPrivate(kind, value)).toBe(shown))
})

describe('names on a screen in a hall', () => {
  it.each([
    ['陈大文', '陈**'],
    ['李明', '李*'],
    ['天河小馆餐饮有限公司', '天河***'],
    ['', ''],
    ['陈', '*'],
  ])('%s is shown as %s', (name, shown) => expect(maskName(name)).toBe(shown))
})

const question = (more: Partial<Question>): Question => ({
  id: 'q', text: '', help: null, kind: 'single', options: [], unit: null, minimum: null, maximum: null, ...more,
})
const material = (more: Partial<Material>): Material => ({
  id: 'm', name: '', required: true, why: '', accept: ['pdf', 'jpg'], max_files: 5, from_licence: null, samples: [], files: [],
  licence: null, ...more,
})
const review = (more: Partial<Review>): Review => ({
  status: 'done', verdict: 'pass', findings: [], progress: { done: 0, total: 0 }, summary: '', is_current: true,
  may_submit_anyway: false, ...more,
})

describe('the steps of an application', () => {
  it('takes an answer only where it is one', () => {
    const area = question({ kind: 'number', minimum: 1, maximum: 500 })
    expect(answerFrom(area, ' 80 ', [])).toBe(80)
    for (const typed of ['', 'x', '0', '501']) expect(answerFrom(area, typed, [])).toBeNull()
    expect(answerFrom(question({ kind: 'multiple' }), '', [])).toBeNull()
    expect(answerFrom(question({ kind: 'multiple' }), '', ['a', 'b'])).toEqual(['a', 'b'])
    expect(answerFrom(question({ kind: 'date' }), '2026-11-28', [])).toBe('2026-11-28')
  })

  it('knows how far a run is', () => {
    expect(progressOf({ answered: 3, remaining_at_most: 1 })).toBe(0.75)
    expect(progressOf({ answered: 0, remaining_at_most: 0 })).toBe(1)
  })

  it('knows what is missing: a licence that was lent is not', () => {
    const lent = { id: 'g', state: 'granted', state_label: '已授权', name: '身份证' }
    const all = [material({ id: 'a' }), material({ id: 'b', required: false }), material({ id: 'c', licence: lent })]
    expect(missing(all).map(({ id }) => id)).toEqual(['a'])
    expect(takesPictures(material({}))).toBe(true)
    expect(takesPictures(material({ accept: ['pdf'] }))).toBe(false)
  })

  it('offers to hand in as the review allows', () => {
    expect(submitting(review({}))).toBe('plain')
    expect(submitting(review({ status: 'running', verdict: null }))).toBe('anyway')
    expect(submitting(review({ verdict: 'fail', may_submit_anyway: true }))).toBe('anyway')
    expect(submitting(review({ verdict: 'fail' }))).toBe('refused')
  })

  it('shows what blocks first and nothing that passed', () => {
    const one = (level: 'info' | 'warning' | 'blocking', verdict: 'pass' | 'fail') => ({
      material_id: null, level, verdict, message: level,
    })
    const shown = worthReading([one('info', 'fail'), one('warning', 'pass'), one('blocking', 'fail')])
    expect(shown.map(({ message }) => message)).toEqual(['blocking', 'info'])
  })
})

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

describe('a terminal', () => {
  const calls: { path: string; method: string; authorization: string }[] = []
  let answers: Record<string, () => Response | Promise<Response>>

  beforeEach(() => {
    vi.useFakeTimers()
    calls.length = 0
    answers = {
      'POST /hall/v1/self-service/visit': () =>
        json({ url: 'http://x/q/s1', qr_svg: '<svg/>', expires_at: new Date(Date.now() + 120_000).toISOString() }, 201),
      'GET /hall/v1/self-service/visit': () =>
        json({ state: 'open', display_name: '陈大文', token: 'lent', api_url: 'http://api', idle_seconds: 180, reason: '' }),
      'POST /hall/v1/self-service/visit/touch': () => json({ state: 'open' }),
      'DELETE /hall/v1/self-service/visit': () => new Response(null, { status: 204 }),
    }
    vi.stubGlobal('fetch', async (path: string, options: RequestInit) => {
      const method = options.method ?? 'GET'
      const headers = options.headers as Record<string, string>
      calls.push({ path, method, authorization: headers.Authorization ?? '' })
      return answers[`${method} ${path}`]?.() ?? json({ detail: '没有', code: 'not_found' }, 404)
    })
  })

  afterEach(async () => {
    await leave()
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  async function opened(): Promise<void> {
    await beginVisit()
    expect(visit.code?.url).toBe('http://x/q/s1')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(visit.isOpen).toBe(true)
  }

  it('is homed at its own page', () => expect(homeOf('terminal')).toBe('/self-service'))

  it('uses the lent session for the citizens’ API only, and forgets it at once', async () => {
    await opened()
    answers['GET http://api/api/v1/cases'] = () => json({ items: [] })
    await ask('GET', '/cases')
    expect(calls.at(-1)).toEqual({ path: 'http://api/api/v1/cases', method: 'GET', authorization: 'Bearer lent' })
    const left = leave()
    expect(session().token).toBe('')
    expect([visit.isOpen, visit.name, visit.ending]).toEqual([false, '', 'left'])
    await left
    expect(calls.at(-1)?.method).toBe('DELETE')
    await expect(ask('GET', '/cases')).rejects.toMatchObject({ code: 'visit_over' })
  })

  it('ends by itself, and goes on while somebody touches it', async () => {
    await opened()
    await vi.advanceTimersByTimeAsync(100_000)
    stir()
    await vi.advanceTimersByTimeAsync(100_000)
    expect(visit.isOpen).toBe(true)
    expect(calls.filter(({ path }) => path.endsWith('/touch'))).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(51_000)
    expect(standing.value.isWarning).toBe(true)
    await vi.advanceTimersByTimeAsync(20_000)
    expect([visit.isOpen, visit.ending]).toEqual([false, 'idle'])
  })

  it('ends where the session is no longer good', async () => {
    await opened()
    answers['GET http://api/api/v1/cases'] = () => json({ detail: '会话已过期', code: 'session_expired' }, 401)
    await expect(ask('GET', '/cases')).rejects.toMatchObject({ status: 401 })
    expect([visit.isOpen, visit.ending]).toEqual([false, 'lost'])
  })

  it('waits for a device and tells why it failed', async () => {
    const looks = ['sent', 'acknowledged', 'failed']
    answers['POST /hall/v1/device-commands'] = () => json({ id: 'c1', state: 'queued', reason: '' }, 202)
    answers['GET /hall/v1/device-commands/c1'] = () => json({ id: 'c1', state: looks.shift(), reason: '打印机没有纸了。', result: null })
    const seen: string[] = []
    const asked = useDevice({ verb: 'print' }, (state) => seen.push(state)).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(5_000)
    const error = await asked
    expect(error).toBeInstanceOf(DeviceFailed)
    expect((error as Error).message).toBe('打印机没有纸了。')
    expect(seen).toEqual(['queued', 'sent', 'acknowledged', 'failed'])
  })

  const VISIT = '/hall/v1/self-service/visit'
  const told = (): string[] => calls.map(({ method, path }) => `${method} ${path.replace(VISIT, '')}`)

  /** The server takes a while over this request. */
  function slow(request: string): void {
    const quick = answers[request]!
    answers[request] = () => new Promise<Response>((resolve) => setTimeout(() => resolve(quick() as Response), 5_000))
  }

  it('shows nobody the code of somebody who has turned away', async () => {
    slow(`POST ${VISIT}`)
    const begun = beginVisit()
    const cancelled = cancelWaiting()
    await vi.advanceTimersByTimeAsync(10_000)
    await Promise.all([begun, cancelled])
    expect(visit.code).toBeNull()
    expect(told()).toEqual(['POST ', 'DELETE '])
  })

  it('opens no visit by a card whose holder was asked after the person had gone', async () => {
    answers[`POST ${VISIT}/card`] = () => json({ name: '陈大文', expires_at: new Date(Date.now() + 180_000).toISOString() })
    slow(`POST ${VISIT}/card`)
    void askByCard('c1')
    void cancelWaiting()
    await vi.advanceTimersByTimeAsync(20_000)
    expect([visit.asked, visit.isOpen]).toEqual([null, false])
    expect(told()).toEqual(['POST /card', 'DELETE '])
  })

  it('waits by one code, however often a new one is wanted', async () => {
    answers[`GET ${VISIT}`] = () => json({ state: 'waiting', reason: '' })
    slow(`POST ${VISIT}`)
    void beginVisit()
    void beginVisit()
    await vi.advanceTimersByTimeAsync(10_000)
    calls.length = 0
    await vi.advanceTimersByTimeAsync(6_100)
    expect(told()).toEqual(['GET ', 'GET ', 'GET ', 'GET '])
  })

  it('saves what stands typed before the session goes', async () => {
    await opened()
    answers['PATCH http://api/api/v1/cases/TH1'] = () => json({})
    slow('PATCH http://api/api/v1/cases/TH1')
    onLeaving(() => ask('PATCH', '/cases/TH1', { form: { address: '天河路' } }))
    calls.length = 0
    const left = leave()
    expect(session().token).toBe('')
    await vi.advanceTimersByTimeAsync(6_000)
    await left
    expect(told()).toEqual(['PATCH http://api/api/v1/cases/TH1', 'DELETE '])
    expect(calls[0]?.authorization).toBe('Bearer lent')
  })

  it('does not end somebody’s visit by a late answer to the person before', async () => {
    await opened()
    answers['GET http://api/api/v1/cases'] = () => json({ detail: '会话已过期', code: 'session_expired' }, 401)
    slow('GET http://api/api/v1/cases')
    const late = ask('GET', '/cases').catch(() => undefined)
    await leave()
    answers[`GET ${VISIT}`] = () =>
      json({ state: 'open', display_name: '李明', token: 'another', api_url: 'http://api', idle_seconds: 180, reason: '' })
    await opened()
    await vi.advanceTimersByTimeAsync(6_000)
    await late
    expect(visit.isOpen).toBe(true)
  })

  it('lets a visit end while the network is away, and waits no more for the device', async () => {
    await opened()
    answers['POST /hall/v1/device-commands'] = () => json({ id: 'c1', state: 'sent', reason: '' }, 202)
    answers['GET /hall/v1/device-commands/c1'] = () => json({}, 502)
    const asked = useDevice({ verb: 'take_picture' }).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(95_000)
    expect(((await asked) as Error).message).toContain('没有收到设备的消息')
    await vi.advanceTimersByTimeAsync(80_000)
    expect([visit.isOpen, visit.ending]).toEqual([false, 'idle'])
  })

  it('keeps a visit for a device three minutes, not for ever', async () => {
    await opened()
    answers['POST /hall/v1/device-commands'] = () => json({ id: 'c1', state: 'queued', reason: '' }, 202)
    answers['GET /hall/v1/device-commands/c1'] = () => json({ id: 'c1', state: 'queued', reason: '', result: null })
    const leaving = new AbortController()
    const asked = useDevice({ verb: 'print' }, undefined, leaving.signal).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(200_000)
    expect(visit.isOpen).toBe(true)
    await vi.advanceTimersByTimeAsync(160_000)
    expect(visit.isOpen).toBe(false)
    leaving.abort()
    calls.length = 0
    await vi.advanceTimersByTimeAsync(5_000)
    expect(calls).toEqual([])
    expect(await asked).toBeInstanceOf(DOMException)
  })

  it('never shows a programmer’s words', () => {
    expect(wordsOf(new DeviceFailed('请放纸。'))).toBe('请放纸。')
    expect(wordsOf(new DOMException('signal timed out', 'TimeoutError'))).toContain('请再试一次')
  })

  it('takes a picture for a picture only', () => {
    expect(pictureOf({ media_type: 'image/jpeg', picture: btoa('x') }).file.name).toBe('高拍仪照片.jpg')
    expect(() => pictureOf({ media_type: 'text/html', picture: 'x' })).toThrow(DeviceFailed)
    expect(() => pictureOf(null)).toThrow(DeviceFailed)
  })
})
