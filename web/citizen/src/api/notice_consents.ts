/** 订阅授权: which notices WeChat lets through to this phone. */

import { request } from '@/api/client'

export type NoticeTopic = 'case' | 'queue'
export type NoticeAnswer = 'accept' | 'reject' | 'ban' | 'off'

export interface NoticeConsent {
  topic: NoticeTopic
  /** Empty where no notice of this topic is sent. */
  template_id: string
  /** How many notices WeChat still takes. */
  quota: number
  answer: NoticeAnswer | null
}

export interface NoticeConsents {
  items: NoticeConsent[]
  /** Whether we know the viewer's mini-program; without it nothing can be sent there. */
  knows_phone: boolean
  follows_account: boolean
}

export function readNoticeConsents(): Promise<NoticeConsents> {
  return request('GET', '/notice_consents')
}

export function keepNoticeAnswer(topic: NoticeTopic, answer: NoticeAnswer, idempotencyKey: string): Promise<NoticeConsents> {
  return request('POST', '/notice_consents', { body: { answers: { [topic]: answer } }, idempotencyKey })
}
