/** A person asked for, messages left, and how it was. */

import { request } from '@/api/client'
import type { Page } from '@/api/types'

export interface Handoff {
  id: string
  status: 'waiting' | 'accepted' | 'closed' | 'cancelled' | 'message_left'
  status_label: string
  topic: { code: string; name: string }
  position: number | null
  words: string
  desk: { availability: 'available' | 'busy' | 'nobody_on_duty' | 'out_of_hours'; hours: string; phone: string }
  staff_name: string | null
  opened_at: string
  work_order_number: string | null
  rating: { satisfaction: number; reasons: string[]; text: string } | null
  video: 'none' | 'invited' | 'agreed' | 'declined' | 'ended'
  can: string[]
}

export interface LeftMessage {
  classification: string
  text: string
  contact: { name: string; phone: string }
}

export interface WorkOrder {
  number: string
  classification_label: string
  text: string
  department: string
  status: 'submitted' | 'accepted' | 'replied' | 'closed' | 'withdrawn'
  status_label: string
  due_at: string
  due_note: string
  is_overdue: boolean
  reply: string | null
  satisfaction: number | null
  created_at: string
  can: string[]
}

export const CLASSIFICATIONS = [
  { id: 'consult', label: '咨询' },
  { id: 'help', label: '求助' },
  { id: 'complain', label: '投诉' },
  { id: 'suggest', label: '建议' },
  { id: 'report', label: '举报' },
] as const

export const REASONS = ['态度好', '答得清楚', '解决了问题', '等太久', '没听懂我的问题', '没解决问题', '态度不好'] as const

export const readCurrent = (): Promise<{ handoff: Handoff | null }> => request('GET', '/handoffs/current')

export const cancelHandoff = (id: string): Promise<Handoff> => request('POST', `/handoffs/${id}/cancel`)

export const leaveMessage = (id: string, message: LeftMessage): Promise<Handoff> =>
  request('POST', `/handoffs/${id}/message`, { body: message })

export const rateHandoff = (
  id: string, satisfaction: number, reasons: string[], text: string,
): Promise<Handoff> => request('POST', `/handoffs/${id}/rating`, { body: { satisfaction, reasons, text } })

export const answerVideo = (id: string, agreed: boolean): Promise<Handoff> =>
  request('POST', `/handoffs/${id}/video/consent`, { body: { agreed } })

export const listOrders = (cursor = ''): Promise<Page<WorkOrder>> =>
  request('GET', '/work_orders', { query: { cursor } })

export const leaveOrder = (message: LeftMessage, idempotencyKey: string): Promise<WorkOrder> =>
  request('POST', '/work_orders', { body: message, idempotencyKey })

export const withdrawOrder = (number: string): Promise<WorkOrder> =>
  request('POST', `/work_orders/${number}/withdraw`)

export const answerVisit = (number: string, satisfaction: number, text: string): Promise<WorkOrder> =>
  request('POST', `/work_orders/${number}/visit`, { body: { satisfaction, text } })
