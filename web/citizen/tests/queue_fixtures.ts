/** Answers of the API about the queue, held to the client's own types. */

import type { NoticeConsents } from '@/api/notice_consents'
import type { QueueHall } from '@/api/queue'

const wait = { ahead: 2, low: 10, high: 15, words: '约10—15分钟' }

export const hall: QueueHall = {
  id: 'tianhe', name: '天河区政务服务中心', address: '广州市天河区软件路13号', place_id: 'p1', chosen: null,
  lines: [{ id: 'tianhe-a', letter: 'A', name: '市场准入', items: [], hours: '', closed: '', waiting: 2, counters: 1, wait }],
}

export const ticket = {
  id: '0'.repeat(32), number: 'A003', state: 'waiting', state_label: '排队中', is_open: true, hall_name: hall.name, line_id: 'tianhe-a',
  line_name: '市场准入', item_name: '', way: 'phone', priority_label: '', counter_number: '', wait, message: '前面还有2位，约10—15分钟。',
  can_come_back: false, taken_at: '2026-11-23T10:00:00+08:00',
}

export const consents: NoticeConsents = {
  items: [
    { topic: 'case', template_id: 'template-case', quota: 0, answer: null },
    { topic: 'queue', template_id: 'template-queue', quota: 0, answer: null },
  ],
  knows_phone: true, follows_account: false,
}
