import { describe, expect, it } from 'vitest'

import type { Device } from '@/api/devices'
import { byPlace, presenceOf, since, skewOf } from '@/logic/devices'

const NOW = new Date('2026-11-28T02:00:00Z')

function device(over: Partial<Device> = {}): Device {
  return {
    id: '0'.repeat(32), name: 'A02打印机', kind: 'printer', model: '', firmware: '', hall_id: 'tianhe',
    counter_id: 'tianhe-a02', capabilities: ['printer'], parts: {}, presence: 'online',
    seen_at: '2026-11-28T01:59:50Z', skew_ms: 0, is_skewed: false, trouble: '', ...over,
  }
}

describe('how a device is', () => {
  it('says away for how long', () => {
    const away = device({ presence: 'away', seen_at: '2026-11-27T23:00:00Z' })
    expect(presenceOf(away, NOW)).toEqual({ text: '离线3小时', tone: 'bad' })
  })
  it('is not well while a part is missing', () => {
    expect(presenceOf(device({ trouble: '打印机没有纸了' }), NOW).tone).toBe('bad')
    expect(presenceOf(device(), NOW)).toEqual({ text: '在线', tone: 'good' })
  })
  it('counts the largest unit only', () => {
    expect([since('2026-11-28T01:59:40Z', NOW), since('2026-11-28T01:15:00Z', NOW), since('2026-11-20T01:00:00Z', NOW)]).toEqual(['不到1分钟', '45分钟', '8天'])
  })
  it('tells a slow clock from a fast one', () => {
    expect([skewOf(300), skewOf(4_000), skewOf(-3_600_000)]).toEqual(['准', '慢4秒', '快60分钟'])
  })
})

describe('devices by place', () => {
  it('begins with the hall and ends each place with what is out of use', () => {
    const gone = device({ id: 'a', presence: 'revoked' })
    const here = device({ id: 'b' })
    const hall = device({ id: 'c', counter_id: '' })
    const places = byPlace([gone, here, hall])
    expect([...places.keys()]).toEqual(['', 'tianhe-a02'])
    expect(places.get('tianhe-a02')?.map((one) => one.id)).toEqual(['b', 'a'])
  })
})
