import { onShow } from '@dcloudio/uni-app'
import { computed, ref } from 'vue'

import { keepNoticeAnswer, readNoticeConsents, type NoticeAnswer, type NoticeConsents, type NoticeTopic } from '@/api/notice_consents'
import { freshId } from '@/domain/ids'
import { remindingByPage, remindingByWeChat } from '@/domain/reminding'
import { canBeNotified, openNoticeBox } from '@/platform/notice_box'
import { tell } from '@/stores/notices'
import { useSessionStore } from '@/stores/session'

/** Notices of `topic`: what is let through, and asking for one more within the tap that needs it. */
export function useReminder(topic: NoticeTopic) {
  const session = useSessionStore()
  const consents = ref<NoticeConsents | null>(null)
  const mine = computed(() => consents.value?.items.find((item) => item.topic === topic))
  const reminding = computed(() => (canBeNotified ? remindingByWeChat(consents.value, topic) : remindingByPage(consents.value)))

  async function read(): Promise<void> {
    try {
      consents.value = await readNoticeConsents()
    } catch {
      // Without it nothing is asked, and the page says where to look.
    }
  }

  /** For a tap that does something else: asks those who were never asked or whose notice is spent. */
  async function askOnce(): Promise<void> {
    const isSettled = Boolean(mine.value?.quota) || (mine.value?.answer ?? 'accept') !== 'accept'
    if (!isSettled) await ask()
  }

  /** Opens WeChat's box before anything is awaited. Whatever comes of it, what was tapped goes on. */
  async function ask(): Promise<void> {
    if (!canBeNotified || !mine.value?.template_id) return
    const answer = await openNoticeBox(mine.value.template_id)
    if (answer) await keep(answer)
  }

  async function keep(answer: NoticeAnswer): Promise<void> {
    if (mine.value && answer !== 'accept') mine.value.answer = answer
    try {
      if (!consents.value?.knows_phone) {
        if (answer !== 'accept') return
        await session.signInByWeChat()
      }
      consents.value = await keepNoticeAnswer(topic, answer, freshId())
    } catch {
      if (answer === 'accept') tell('提醒没有开成，请在网络好的时候再点一次「开提醒」。')
    }
  }

  onShow(read)
  return { reminding, askOnce, ask }
}
