import { request } from '@/api/client'
import type { ChatAnswer, ChatMessage, OutgoingMessage, Page } from '@/api/types'

/** One turn of the conversation; the same `client_message_id` is answered once. */
export function sendMessage(message: OutgoingMessage): Promise<ChatAnswer> {
  return request('POST', '/chat/messages', { body: message, timeoutMs: 30_000 })
}

export const HISTORY_PAGE = 50

/** The history after message `after` (the latest of it where empty), oldest first. */
export function readHistory(after: string): Promise<Page<ChatMessage>> {
  return request('GET', '/chat/messages', { query: { after, limit: HISTORY_PAGE } })
}

/** What was said last before message `before`, oldest first. */
export function readEarlier(before: string): Promise<Page<ChatMessage>> {
  return request('GET', '/chat/messages', { query: { before, limit: HISTORY_PAGE } })
}
