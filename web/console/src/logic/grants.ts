/** Grants in words, and the wish a form begins with. */

import type { Grant, GrantWish, Limit, Shown } from '@/api/accessTypes'

export const SHOWN_LABELS: Record<Shown, string> = { clear: '明文', masked: '遮盖', hidden: '不显示' }
export const GRANT_LABELS: Record<Grant['state'], string> = {
  asked: '待批准',
  active: '生效中',
  refused: '没同意',
  revoked: '已撤销',
}
export const LIMIT_LABELS: Record<Limit, string> = { fits: '符合', does_not_fit: '不在范围', no_limit: '不限' }
export const ADMINISTRATORS = ['admin', 'security', 'auditor']

export const emptyWish = (unitId: string | null): GrantWish => ({
  role_id: '',
  units: unitId ? [unitId] : [],
  items: [],
  regions: [],
  fields: [],
  note: '',
})

/** The same grant again, as it was: what undoing a revocation asks for. */
export const wishOf = (grant: Grant): GrantWish => ({
  role_id: grant.role.id,
  units: grant.units.map((one) => one.id),
  items: grant.items.map((one) => one.id),
  regions: grant.regions,
  fields: grant.fields.map(({ item, field, shown }) => ({ item, field, shown })),
  note: grant.note,
})

/** What is still missing of a wish, in a sentence; null when it can be sent. */
export function faultOfWish(wish: GrantWish, isWhole: boolean): string | null {
  if (!wish.role_id) return '请选择角色'
  if (ADMINISTRATORS.includes(wish.role_id)) return null
  return isWhole || wish.units.length ? null : '请选择部门，或明确选「全区各部门」'
}
