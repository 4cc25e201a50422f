import { describe, expect, it } from 'vitest'

import { cleanCode, homeOf } from '@/lib/enrolment'
import { reconnectDelay } from '@/lib/screenSocket'

describe('a lost line', () => {
  it('is tried again at once and never later than after two seconds', () => {
    expect(reconnectDelay(0, () => 1)).toBe(800)
    expect(reconnectDelay(30, () => 1)).toBe(2_000)
  })
})

describe('an enrolment', () => {
  it('takes the code however it was typed', () => {
    expect(cleanCode(' ab2c-3def 4g ')).toBe('AB2C3DEF4G')
  })

  it('leads each kind of device to its own screen', () => {
    expect(homeOf('tablet')).toBe('/')
    expect(homeOf('board')).toBe('/board')
    expect(homeOf('terminal')).toBe('/self-service')
  })
})
