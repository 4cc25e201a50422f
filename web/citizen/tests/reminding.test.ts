import { describe, expect, it } from 'vitest'

import type { NoticeConsent } from '@/api/notice_consents'
import { remindingByPage, remindingByWeChat } from '@/domain/reminding'
import { consents } from './queue_fixtures'

function told(change: Partial<NoticeConsent>) {
  const items = consents.items.map((item) => (item.topic === 'queue' ? { ...item, ...change } : item))
  return remindingByWeChat({ ...consents, items }, 'queue')
}

describe('how one is reminded', () => {
  it('offers to ask where nothing was answered, or the one notice was spent', () => {
    expect(told({}).action).toBe('ask')
    expect(told({ answer: 'accept' }).action).toBe('ask')
  })
  it('promises one where one is let through', () => expect(told({ quota: 1, answer: 'accept' }).words).toContain('提醒您一次'))
  it('says where the turn is shown and how to allow it after a no', () => {
    for (const answer of ['reject', 'off'] as const) {
      expect(told({ answer }).words).toMatch(/「取号」页和大厅屏幕.*去设置/)
      expect(told({ answer }).action).toBe('settings')
    }
  })
  it('asks for nothing that WeChat or we do not send', () => {
    expect(told({ answer: 'ban' }).action).toBe('')
    expect(told({ template_id: '' }).action).toBe('')
    expect(remindingByWeChat(null, 'queue').action).toBe('')
  })
  it('tells a browser of the page, and of the account to those who follow it', () => {
    expect(remindingByPage(consents).words).toContain('按链接绑定')
    expect(remindingByPage({ ...consents, follows_account: true }).words).toContain('您绑定的公众号')
  })
})
