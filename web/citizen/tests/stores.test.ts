/** The stores on a phone of which only storage and the network are simulated. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { ChatMessage, Reply } from '@/api/types'
import { useAppearanceStore } from '@/stores/appearance'
import { useChatStore } from '@/stores/chat'
import { tell, useNoticesStore } from '@/stores/notices'
import { useSessionStore } from '@/stores/session'
import { session } from './fixtures'

interface Sent {
  url: string
  method: string
  data: Record<string, unknown>
}

type Answer = { statusCode: number; data: unknown } | null

const phone = {
  storage: new Map<string, string>(),
  sent: [] as Sent[],
  answer: (_: Sent): Answer => null,
}

vi.stubGlobal('uni', {
  getStorageSync: (key: string) => phone.storage.get(key) ?? '',
  setStorageSync: (key: string, text: string) => void phone.storage.set(key, text),
  getAppBaseInfo: () => ({ fontSizeScaleFactor: 1 }),
  request: (call: Sent & { success(result: object): void; fail(fault: object): void }) => {
    const sent = { url: call.url, method: call.method, data: call.data }
    phone.sent.push(sent)
    const answer = phone.answer(sent)
    setTimeout(() => (answer ? call.success({ ...answer, header: {} }) : call.fail({ errMsg: 'request:fail' })))
    return { abort: () => undefined }
  },
})

function restart(): void {
  setActivePinia(createPinia())
  useSessionStore()
}

beforeEach(() => {
  vi.useRealTimers()
  phone.storage = new Map([['tianhe.session', JSON.stringify(session)]])
  phone.sent = []
  restart()
})

const ok = (data: unknown): Answer => ({ statusCode: 200, data })
const message = (seq: number): ChatMessage => ({
  id: `m${seq}`, seq, direction: 'in', author: 'citizen', text: String(seq), created_at: '',
})

function answering(...replies: Reply[]): (sent: Sent) => Answer {
  return ({ method }) =>
    method === 'POST'
      ? ok({ message_id: 'q', answer_id: 'a', status: 'answered', replies })
      : ok({ items: [], total: 0, next: null })
}

describe('长者模式', () => {
  it('is kept on the device', () => {
    expect(useAppearanceStore().isElder).toBe(false)
    useAppearanceStore().setElder(true)
    restart()
    expect([useAppearanceStore().isElder, useAppearanceStore().isReadAloud]).toEqual([true, true])
    useAppearanceStore().setReadAloud(false)
    restart()
    expect([useAppearanceStore().isElder, useAppearanceStore().isReadAloud]).toEqual([true, false])
  })

  it('is entered and left by saying so', async () => {
    phone.answer = answering({ kind: 'text', text: '好的，字已经放大。', data: { display: { elder: true, read_aloud: false } } })
    await useChatStore().say('字太小了')
    expect([useAppearanceStore().isElder, useAppearanceStore().isReadAloud]).toEqual([true, false])
    phone.answer = answering({ kind: 'text', text: '已经读给您听。', data: { display: { read_aloud: true } } })
    await useChatStore().say('读给我听')
    expect([useAppearanceStore().isElder, useAppearanceStore().isReadAloud]).toEqual([true, true])
    phone.answer = answering({ kind: 'text', text: '你好' }, { kind: 'text', text: '回到标准版。', data: { display: { elder: false } } })
    await useChatStore().say('用回普通的')
    expect(useAppearanceStore().isElder).toBe(false)
  })

  it('keeps messages until they are read; otherwise they go by themselves', () => {
    vi.useFakeTimers()
    tell('已复制')
    vi.advanceTimersByTime(3_000)
    tell('没有复制成功')
    vi.advanceTimersByTime(4_000)
    expect(useNoticesStore().text).toBe('没有复制成功')
    vi.advanceTimersByTime(60_000)
    expect(useNoticesStore().text).toBe('')
    useAppearanceStore().setElder(true)
    tell('已复制')
    vi.advanceTimersByTime(600_000)
    expect(useNoticesStore().text).toBe('已复制')
    useNoticesStore().dismiss()
    expect(useNoticesStore().text).toBe('')
  })
})

describe('the conversation', () => {
  it('sends again under the same id, and is answered once', async () => {
    const chat = useChatStore()
    phone.answer = () => null
    await chat.say('居住证怎么办')
    expect(chat.pending[0]?.state).toBe('failed')
    phone.answer = answering({ kind: 'text', text: '这样办。' })
    await chat.deliver(chat.pending[0]!)
    const ids = phone.sent.filter(({ method }) => method === 'POST').map(({ data }) => data['client_message_id'])
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
    expect(chat.messages.map(({ direction }) => direction)).toEqual(['in', 'out'])
    expect(chat.arrived?.id).toBe('a')
  })

  it('reads earlier pages until there are none', async () => {
    const chat = useChatStore()
    const all = Array.from({ length: 120 }, (_, place) => message(place + 1))
    phone.answer = ({ url }) => {
      const before = /before=m(\d+)/.exec(url)?.[1]
      const known = all.filter(({ seq }) => seq < Number(before ?? 121))
      return ok({ items: url.includes('after=') ? [] : known.slice(-50), total: 120, next: null })
    }
    await chat.sync()
    expect([chat.messages.length, chat.hasEarlier, chat.arrived]).toEqual([50, true, null])
    await Promise.all([chat.readMoreEarlier(), chat.readMoreEarlier()])
    expect([chat.messages.length, chat.hasEarlier]).toEqual([100, true])
    await chat.readMoreEarlier()
    expect([chat.messages.length, chat.hasEarlier]).toEqual([120, false])
    expect(chat.messages.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq))
  })

  it('keeps what it has where earlier pages cannot be read, and may be asked again', async () => {
    const chat = useChatStore()
    phone.answer = () => ok({ items: [message(9)], total: 9, next: null })
    await chat.sync()
    phone.answer = () => null
    await chat.readMoreEarlier()
    expect([chat.messages.length, chat.hasEarlier, chat.isReadingEarlier]).toEqual([1, true, false])
  })
})
