import { request } from '@/api/client'
import type { ChatAnswer, ChatMessage, OutgoingMessage, Page } from '@/api/types'

/** One turn of the conversation; the same `client_message_id` is answered once. */
export function sendMessage(message: OutgoingMessage): Promise<ChatAnswer> {
  return request('POST', '/chat/messages', { body: message, timeoutMs: 30_000 })
}

/** The history after message `after` (all of it where empty), oldest first. */
export function readHistory(after: string): Promise<Page<ChatMessage>> {
  return request('GET', '/chat/messages', { query: { after, limit: 50 } })
}
