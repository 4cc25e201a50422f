import { describe, expect, it } from 'vitest'

import type { Entry, Health } from '@/api/knowledgeTypes'
import type { Permission } from '@/api/types'
import { linkProgress, PATIENCE_MS } from '@/logic/health'
import { homeOf } from '@/logic/home'
import { actWords, emptyWords, noteObstacle } from '@/logic/knowledge'
import { validityOf, withOwnDates } from '@/logic/validity'

const entry = (state: Entry['state']): Entry => ({ title: '年报怎么报？', state }) as Entry

describe('where one begins', () => {
  it.each([
    [['cases.view', 'knowledge.view'], 'tasks'],
    [['knowledge.view', 'knowledge.edit'], 'knowledge'],
    [[], 'me'],
  ] as [Permission[], string][])('with %j: %s', (permissions, home) => {
    expect(homeOf((one) => permissions.includes(one))).toBe(home)
  })
})

describe('confirmations', () => {
  it('say what citizens will see', () => {
    expect(actWords('publish', entry('unpublished')).consequence).toContain('马上就能搜到')
    expect(actWords('publish', entry('published')).consequence).toContain('原来的内容成为旧版本')
    expect(actWords('publish', entry('published'), '2027-01-01').consequence).toContain('从 2027-01-01 起')
    expect(actWords('submit', entry('published')).consequence).toContain('市民看到的内容不变')
  })

  it.each(['return', 'withdraw'] as const)('of %s ask why', (act) => {
    const words = actWords(act, entry('published'))
    expect(noteObstacle(words, '  ')).toContain('请填写')
    expect(noteObstacle(words, '原文已废止')).toBeNull()
  })

  it('of publishing let the note be empty', () => {
    expect(noteObstacle(actWords('publish', entry('published')), '')).toBeNull()
  })
})

describe('an empty list', () => {
  it('says what to do about it', () => {
    expect(emptyWords('faq', '', '')).toContain('新建')
    expect(emptyWords('faq', '', '年报')).toContain('「年报」')
    expect(emptyWords('', 'in_review', '')).toContain('等待审核')
  })
})

describe('a document', () => {
  const draft = { body: { valid_from: '2027-01-01', expires_on: '' }, effective_from: null, expires_on: '2030-01-01', note: '' }
  it('says itself since when it holds; other shapes are told', () => {
    expect(withOwnDates('document', draft)).toMatchObject({ effective_from: '2027-01-01', expires_on: null })
    expect(withOwnDates('faq', draft)).toBe(draft)
  })
})

describe('how long something holds', () => {
  it.each([
    [null, null, '长期'],
    ['2026-01-01', null, '2026-01-01 起'],
    [null, '2030-01-01', '2030-01-01 失效'],
    ['2026-01-01', '2030-01-01', '2026-01-01 起，2030-01-01 失效'],
  ])('from %s to %s: %s', (effective_from, expires_on, told) => {
    expect(validityOf({ effective_from, expires_on })).toBe(told)
  })
})

describe('the checking of links', () => {
  const started = Date.parse('2026-11-27T12:00:00+08:00')
  const health = (checked: number, oldest: string | null): Health =>
    ({ links_known: 4, links_checked: checked, links_checked_at: oldest }) as Health

  it.each([
    [health(0, null), { done: 0, percent: 0, isOver: false }],
    [health(2, '2026-11-27T12:00:02+08:00'), { done: 2, percent: 50, isOver: false }],
    [health(4, '2026-11-20T12:00:00+08:00'), { done: 0, percent: 0, isOver: false }],
    [health(4, '2026-11-27T12:00:02+08:00'), { done: 4, percent: 100, isOver: true }],
  ])('is told from the oldest check', (now, expected) => {
    expect(linkProgress(now, started, started + 5_000)).toMatchObject(expected)
  })

  it('is not waited for without end', () => {
    expect(linkProgress(health(0, null), started, started + PATIENCE_MS + 1).isOver).toBe(true)
  })
})
