import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { HISTORY_PAGE, readEarlier, readHistory, sendMessage } from '@/api/chat'
import { explain } from '@/api/problem'
import type { ChatAnswer, ChatMessage } from '@/api/types'
import { freshId } from '@/domain/ids'
import { useAppearanceStore } from '@/stores/appearance'

export interface PendingMessage {
  clientId: string
  text: string
  payload?: string
  state: 'sending' | 'failed'
  problem: string
  created_at: string
}

const HISTORY_PAGES_AT_MOST = 20

/**
 * The conversation: what the server holds (`messages`, by seq) and what was just sent (`pending`).
 * An answered message takes its place among `messages` at once, under the ids the server gave, so
 * that nothing typed into its card is lost when the history is read.
 */
export const useChatStore = defineStore('chat', () => {
  const messages = ref<ChatMessage[]>([])
  const pending = ref<PendingMessage[]>([])
  const isLoaded = ref(false)
  const problem = ref('')
  /** The last answer or message that came just now, and not out of the history. */
  const arrived = ref<ChatMessage | null>(null)
  const hasEarlier = ref(false)
  const isReadingEarlier = ref(false)
  const appearance = useAppearanceStore()
  const isSending = computed(() => pending.value.some((message) => message.state === 'sending'))
  let syncing: Promise<void> | null = null
  let cursor = ''
  /** Grows when somebody else signs in: what was asked for the one before is not theirs. */
  let turn = 0

  /** Take in messages of the server, each once, in order. */
  function receive(fresh: ChatMessage[]): void {
    const byId = new Map(messages.value.map((message) => [message.id, message]))
    fresh.forEach((message) => byId.set(message.id, message))
    messages.value = [...byId.values()].sort((a, b) => a.seq - b.seq)
  }

  async function readNew(mine: number): Promise<void> {
    for (let page = 0; page < HISTORY_PAGES_AT_MOST; page += 1) {
      const { items, next, total } = await readHistory(cursor)
      if (mine !== turn) return
      if (!cursor) hasEarlier.value = total > items.length
      receive(items)
      cursor = items.at(-1)?.id ?? cursor
      if (!next || !items.length) break
    }
  }

  /** Read what came since the last known message; calls made meanwhile share the reading. */
  async function sync(): Promise<void> {
    const mine = turn
    syncing ??= readNew(mine)
      .then(() => void ((problem.value = ''), (isLoaded.value = true)))
      .catch((error: unknown) => void (problem.value = explain(error)))
      .finally(() => {
        if (mine === turn) syncing = null
      })
    return syncing
  }

  /** Read the page of history before the first message known. */
  async function readMoreEarlier(): Promise<void> {
    const first = messages.value[0]
    if (!first || !hasEarlier.value || isReadingEarlier.value) return
    isReadingEarlier.value = true
    try {
      const { items } = await readEarlier(first.id)
      receive(items)
      hasEarlier.value = items.length === HISTORY_PAGE
    } catch {
      // The button stays, so the citizen can ask for it again.
    } finally {
      isReadingEarlier.value = false
    }
  }

  /** A message came by itself over the live line. */
  function arrive(message: ChatMessage): void {
    receive([message])
    arrived.value = message
  }

  /** Say `text`, or press a button (`payload` with its title as text). */
  async function say(text: string, payload?: string): Promise<void> {
    pending.value.push({
      clientId: freshId(), text, payload, state: 'sending', problem: '',
      created_at: new Date().toISOString(),
    })
    const added = pending.value.at(-1)
    if (added) await deliver(added)
  }

  /** Send, or send again under the same id, so that it is answered once. */
  async function deliver(message: PendingMessage): Promise<void> {
    message.state = 'sending'
    try {
      const answer = await sendMessage({
        text: message.text, payload: message.payload, client_message_id: message.clientId,
      })
      settle(message, answer)
    } catch (error) {
      message.state = 'failed'
      message.problem = explain(error)
      return
    }
    await syncing
    await sync()
  }

  /** Put an answered message and its answer after all others, until the history tells their seq. */
  function settle(message: PendingMessage, answer: ChatAnswer): void {
    const last = messages.value.at(-1)?.seq ?? 0
    pending.value = pending.value.filter((other) => other.clientId !== message.clientId)
    const reply: ChatMessage | null = answer.answer_id
      ? {
          id: answer.answer_id, seq: last + 0.2, direction: 'out', author: 'assistant',
          text: '', replies: answer.replies, status: answer.status, created_at: message.created_at,
        }
      : null
    receive([
      {
        id: answer.message_id, seq: last + 0.1, direction: 'in', author: 'citizen',
        text: message.text, replies: null, created_at: message.created_at,
      },
      ...(reply ? [reply] : []),
    ])
    if (reply) arrived.value = reply
    for (const { kind, data } of answer.replies) if (kind === 'text' && data?.display) appearance.obey(data.display)
  }

  function clear(): void {
    turn += 1
    syncing = null
    messages.value = []
    pending.value = []
    arrived.value = null
    hasEarlier.value = false
    cursor = ''
    isLoaded.value = false
  }

  return {
    messages, pending, arrived, hasEarlier, isReadingEarlier, isLoaded, isSending, problem,
    receive, arrive, sync, readMoreEarlier, say, deliver, clear,
  }
})
