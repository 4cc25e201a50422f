/** Where a message was said, and by which platform a citizen came. */

import type { ChatMessage, SignOnChannel } from '@/api/types'

const SIGN_ON_CHANNELS: readonly SignOnChannel[] = ['yueshengshi', 'yueshangtong', 'suihaoban']

/** The mark of a message said outside this client; empty for its own. */
export function channelText(channel: ChatMessage['channel']): string {
  if (channel === 'wechat_official') return '在微信公众号里说的'
  return channel === 'wechat_miniprogram' ? '在小程序客服里说的' : ''
}

/** The platform named in an entry address (`/app/?channel=suihaoban`); null for any other word. */
export function entryChannel(search: string): SignOnChannel | null {
  const named = new URLSearchParams(search).get('channel')
  return SIGN_ON_CHANNELS.find((channel) => channel === named) ?? null
}
