import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { readHistory, sendMessage } from '@/api/chat'
import { explain } from '@/api/problem'
import type { ChatMessage, Reply } from '@/api/types'
import { freshId } from '@/domain/ids'

export interface PendingMessage {
  clientId: string
  text: string
  payload?: string
  state: 'sending' | 'failed' | 'answered'
  problem: string
  replies: Reply[]
  created_at: string
}

const HISTORY_PAGES_AT_MOST = 20

/**
 * The conversation: what the server holds (`messages`, by seq) and what was just sent (`pending`).
 * A pending message leaves once the history that contains it has been read.
 */
export const useChatStore = defineStore('chat', () => {
  const messages = ref<ChatMessage[]>([])
  const pending = ref<PendingMessage[]>([])
  const isLoaded = ref(false)
  const problem = ref('')
  const isSending = computed(() => pending.value.some((message) => message.state === 'sending'))
  let syncing: Promise<void> | null = null

  /** Take in messages of the server, each once, in order. */
  function receive(fresh: ChatMessage[]): void {
    const byId = new Map(messages.value.map((message) => [message.id, message]))
    fresh.forEach((message) => byId.set(message.id, message))
    messages.value = [...byId.values()].sort((a, b) => a.seq - b.seq)
  }

  async function readNew(): Promise<void> {
    const settled = pending.value.filter((message) => message.state === 'answered')
    for (let page = 0; page < HISTORY_PAGES_AT_MOST; page += 1) {
      const { items, next } = await readHistory(messages.value.at(-1)?.id ?? '')
      receive(items)
      if (!next || !items.length) break
    }
    pending.value = pending.value.filter((message) => !settled.includes(message))
  }

  /** Read what came since the last known message; calls made meanwhile share the reading. */
  async function sync(): Promise<void> {
    syncing ??= readNew()
      .then(() => void ((problem.value = ''), (isLoaded.value = true)))
      .catch((error: unknown) => void (problem.value = explain(error)))
      .finally(() => (syncing = null))
    return syncing
  }

  /** Say `text`, or press a button (`payload` with its title as text). */
  async function say(text: string, payload?: string): Promise<void> {
    pending.value.push({
      clientId: freshId(), text, payload, state: 'sending', problem: '', replies: [],
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
      message.replies = answer.replies
      message.state = 'answered'
      await syncing
      await sync()
    } catch (error) {
      message.state = 'failed'
      message.problem = explain(error)
    }
  }

  function clear(): void {
    messages.value = []
    pending.value = []
    isLoaded.value = false
  }

  return { messages, pending, isLoaded, isSending, problem, receive, sync, say, deliver, clear }
})
