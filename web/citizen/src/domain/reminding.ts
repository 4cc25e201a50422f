/** How somebody who waits is reminded, in words, and what may be pressed to be reminded better. */

import type { NoticeConsents, NoticeTopic } from '@/api/notice_consents'

export interface Reminding {
  words: string
  action: '' | 'ask' | 'settings'
}

const SHOWN = '快到您时，「取号」页和大厅屏幕都会显示'

/** In the mini-program: by what WeChat lets through. */
export function remindingByWeChat(consents: NoticeConsents | null, topic: NoticeTopic): Reminding {
  const mine = consents?.items.find((item) => item.topic === topic)
  if (!mine?.template_id) return { words: `${SHOWN}，请留意。`, action: '' }
  if (mine.quota) return { words: '已开提醒：快到您时，微信会提醒您一次。', action: '' }
  if (mine.answer === 'ban') return { words: `微信提醒现在不能用。${SHOWN}，请留意。`, action: '' }
  if (mine.answer === 'off' || mine.answer === 'reject') {
    return { words: `没有开微信提醒。${SHOWN}。想开，请点「去设置」打开订阅消息，回来再点「开提醒」。`, action: 'settings' }
  }
  return { words: `${SHOWN}。开了提醒，微信还会告诉您一次。`, action: 'ask' }
}

/** In a browser or inside 粤省事, where WeChat's notices do not exist. */
export function remindingByPage(consents: NoticeConsents | null): Reminding {
  const account = consents?.follows_account
    ? '您绑定的公众号也会提醒。'
    : '想让公众号也提醒，在微信公众号里发「我的办件到哪一步了」，按链接绑定。'
  return { words: `${SHOWN}，「办事助手」里也会收到消息，请留意。${account}`, action: '' }
}
