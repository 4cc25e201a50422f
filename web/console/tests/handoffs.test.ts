import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'

import { getHandoff, type HandoffDetail } from '@/api/handoffs'
import { useHandoffsStore } from '@/stores/handoffs'

vi.mock('@/api/handoffs', () => ({ getHandoff: vi.fn() }))
vi.mock('@/stores/live', () => ({ useLiveStore: vi.fn() }))
vi.mock('element-plus/es/components/notification/index', () => ({ ElNotification: vi.fn() }))

beforeEach(() => setActivePinia(createPinia()))

it('shows the talk chosen last, also where the one before arrives later', async () => {
  const arrivals = new Map<string, (talk: HandoffDetail) => void>()
  vi.mocked(getHandoff).mockImplementation((id) => new Promise((arrive) => arrivals.set(id, arrive)))
  const handoffs = useHandoffsStore()
  const opening = [handoffs.open('A'), handoffs.open('B')]
  arrivals.get('B')!({ id: 'B' } as HandoffDetail)
  arrivals.get('A')!({ id: 'A' } as HandoffDetail)
  await Promise.all(opening)
  expect(handoffs.talk?.id).toBe('B')
})
