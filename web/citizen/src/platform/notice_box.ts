/** WeChat's own box that asks whether one notice may be sent (订阅消息). Mini-program only. */

import type { NoticeAnswer } from '@/api/notice_consents'
import { isH5 } from '@/platform/target'

export const canBeNotified = !isH5

/** The citizen switched off all notices of the mini-program. */
const SWITCHED_OFF = 20004

/**
 * What the citizen answers; null where the box could not open. WeChat opens it only within a tap:
 * nothing may be awaited before.
 */
export function openNoticeBox(templateId: string): Promise<NoticeAnswer | null> {
  return new Promise((resolve) => {
    uni.requestSubscribeMessage({
      tmplIds: [templateId],
      success: (said) => resolve(answerOf(String(Object.entries(said).find(([id]) => id === templateId)?.[1] ?? ''))),
      fail: ({ errCode }: { errCode?: number }) => resolve(errCode === SWITCHED_OFF ? 'off' : null),
    })
  })
}

/** `acceptWithAudio` and its like are a yes; `filter` is a template WeChat does not show, as `ban`. */
function answerOf(said: string): NoticeAnswer | null {
  if (said.startsWith('accept')) return 'accept'
  if (said === 'reject') return 'reject'
  return said ? 'ban' : null
}

/** WeChat's page on which notices are switched on again. */
export function openNoticeSettings(): void {
  uni.openSetting({ withSubscriptions: true })
}
