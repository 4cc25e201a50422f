import { describe, expect, it } from 'vitest'

import { dueState } from '@/logic/due'

const NOW = new Date('2026-11-23T10:00:00+08:00')

describe('dueState', () => {
  it('is calm while the promise is far', () => {
    expect(dueState('2026-11-28T18:00:00+08:00', 'submitted', NOW)).toEqual({
      tone: 'calm',
      text: '还有 5 天',
    })
  })

  it('turns yellow by itself on the last two days', () => {
    expect(dueState('2026-11-24T18:00:00+08:00', 'accepted', NOW)).toEqual({
      tone: 'yellow',
      text: '明天到期',
    })
    expect(dueState('2026-11-23T18:00:00+08:00', 'accepted', NOW).text).toBe('今天到期')
  })

  it("follows the server's warning, which counts working days", () => {
    expect(dueState('2026-11-26T18:00:00+08:00', 'accepted', NOW, 'yellow').tone).toBe('yellow')
  })

  it('is red once the promise is broken, even on the same day', () => {
    expect(dueState('2026-11-23T09:00:00+08:00', 'accepted', NOW)).toEqual({
      tone: 'red',
      text: '今天已超期',
    })
    expect(dueState('2026-11-20T09:00:00+08:00', 'accepted', NOW).text).toBe('已超期 3 天')
  })

  it('stands still when the case is over, waits for the applicant, or promises nothing', () => {
    const past = '2026-11-01T09:00:00+08:00'
    expect(dueState(past, 'approved', NOW)).toEqual({ tone: 'none', text: '已结束' })
    expect(dueState(past, 'supplement_required', NOW).text).toBe('等待申请人补正')
    expect(dueState(null, 'submitted', NOW).text).toBe('未设定期限')
  })
})
