import { describe, expect, it } from 'vitest'

import { creditCodeFault, phoneFault, residentIdFault } from '@/domain/identifiers'

const TODAY = new Date('2026-11-23T00:00:00+08:00')

describe('公民身份号码', () => {
  it.each(['11010519491231002X', '11010519491231002x', ' 440524188001010014'.trim()])('%s', (id) => {
    const fault = residentIdFault(id, TODAY)
    expect(fault).toBe(id.startsWith('440524') ? '身份证号码中的出生日期不对，请核对第7至14位' : null)
  })

  it('names what is wrong', () => {
    expect(residentIdFault('1101', TODAY)).toBe('身份证号码应为18位，现为4位')
    expect(residentIdFault('11010519491231002A', TODAY)).toContain('末位为数字或X')
    expect(residentIdFault('110105194902300021', TODAY)).toContain('出生日期')
    expect(residentIdFault('110105209912310021', TODAY)).toContain('出生日期')
    expect(residentIdFault('110105194912310021', TODAY)).toContain('校验位不符')
  })

  it('catches every single wrong digit', () => {
    const good = '11010519491231002X'
    for (let place = 0; place < 17; place += 1) {
      const wrong = String((Number(good[place]) + 1) % 10)
      expect(residentIdFault(good.slice(0, place) + wrong + good.slice(place + 1), TODAY)).not.toBeNull()
    }
  })
})

describe('统一社会信用代码', () => {
  it('takes a right one, in either case', () => {
    expect(creditCodeFault('91350100M000100Y43')).toBeNull()
    expect(creditCodeFault('91350100m000100y43')).toBeNull()
  })

  it('names what is wrong', () => {
    expect(creditCodeFault('9135')).toBe('统一社会信用代码应为18位，现为4位')
    expect(creditCodeFault('91350100M000100I43')).toContain('不用I、O、S、V、Z')
    expect(creditCodeFault('91350100M000100Y44')).toContain('校验位不符')
  })
})

describe('电话', () => {
  it.each(['13800138000', '138 0013 8000', '020-38622000'])('takes %s', (phone) => {
    expect(phoneFault(phone)).toBeNull()
  })

  it.each(['123', '12800138000', '电话'])('refuses %s', (phone) => {
    expect(phoneFault(phone)).toContain('11位手机号')
  })
})
