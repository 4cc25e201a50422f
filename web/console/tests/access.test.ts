import { describe, expect, it } from 'vitest'

import type { Grant, Unit } from '@/api/accessTypes'
import { clientName } from '@/logic/clients'
import { emptyWish, faultOfWish, wishOf } from '@/logic/grants'
import { pathOf, unitTree } from '@/logic/organisation'
import { faultOfPassword } from '@/logic/passwords'

const unit = (id: string, parent: string | null, people: number, state: Unit['state'] = 'open'): Unit => ({
  id,
  parent_id: parent,
  kind: 'office',
  name: `机构${id}`,
  code: null,
  region: null,
  state,
  people,
  version: 1,
})

describe('the tree of units', () => {
  const units = [unit('1', null, 0), unit('2', '1', 3), unit('3', '2', 2), unit('4', '1', 1, 'merged')]

  it('counts people here and below, and leaves out what is past unless asked for', () => {
    const [root] = unitTree(units, false)
    expect([root?.all, root?.children.map((child) => child.id)]).toEqual([5, ['2']])
    expect(unitTree(units, true)[0]?.children.map((child) => child.id)).toEqual(['2', '4'])
  })

  it('tells the way down to a unit', () => {
    expect(pathOf(units, '3')).toEqual(['机构1', '机构2', '机构3'])
  })
})

describe('a wish for a grant', () => {
  it('asks for a role, and for departments unless the whole district is meant', () => {
    const wish = emptyWish(null)
    expect(faultOfWish(wish, false)).toBe('请选择角色')
    expect(faultOfWish({ ...wish, role_id: 'clerk' }, false)).toContain('全区')
    expect(faultOfWish({ ...wish, role_id: 'clerk' }, true)).toBeNull()
    expect(faultOfWish({ ...wish, role_id: 'auditor' }, false)).toBeNull()
  })

  it('brings back a grant as it was', () => {
    const rule = { item: 'x', field: 'phone', shown: 'hidden' as const }
    const grant = {
      role: { id: 'clerk', name: '窗口受理员' },
      units: [{ id: 'u', name: '民政局' }],
      items: [],
      regions: ['石牌街道'],
      fields: [{ ...rule, label: '联系电话' }],
      note: '',
    } as unknown as Grant
    expect(wishOf(grant)).toEqual({
      role_id: 'clerk',
      units: ['u'],
      items: [],
      regions: ['石牌街道'],
      fields: [rule],
      note: '',
    })
  })
})

describe('a password', () => {
  it.each([
    ['short1A!', '至少10位'],
    ['alllowercase1', '三种'],
    ['Chenxm+2026', '用户名'],
    ['Good!1234Bay', '1234'],
    ['Good!aaaaBay9', 'aaaa'],
    ['Good!dcbaBay9', '连续'],
  ])('%s is weak', (password, words) => {
    expect(faultOfPassword(password, 'chenxm')).toContain(words)
  })

  it('that is mixed and long enough is strong', () => {
    expect(faultOfPassword('Zhuhe!7Bay2', 'chenxm')).toBeNull()
  })
})

it('names a browser as people do', () => {
  expect(clientName('Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0')).toBe(
    'Edge 浏览器 · Windows',
  )
  expect(clientName('curl/8')).toBe('未知的程序')
})
