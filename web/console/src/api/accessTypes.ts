/** Shapes of the organisation, roles and grants, as the server names them. */

import type { Page, Permission } from './types'

export interface Named {
  id: string
  name: string
}

export type UnitKind = 'district' | 'department' | 'office' | 'street' | 'hall'

export interface Unit {
  id: string
  parent_id: string | null
  kind: UnitKind
  name: string
  code: string | null
  region: string | null
  state: 'open' | 'closed' | 'merged'
  people: number
  version: number
}

export interface UnitEvent {
  id: number
  unit: string
  act: string
  label: string
  actor: string
  text: string
  at: string
  is_undone: boolean
}

export interface Tree {
  units: Unit[]
  undo: UnitEvent | null
}

export interface UnitWish {
  name: string
  code: string | null
  region: string | null
  parent_id: string
}

export interface Post {
  id: string
  name: string
  holders: (Named & { since: string })[]
}

export type PersonState = 'active' | 'new' | 'locked' | 'disabled'
export type PersonAct = 'change' | 'disable' | 'enable' | 'reset' | 'ask' | 'lock' | 'unlock' | 'give'

export interface PersonBrief {
  id: string
  username: string
  display_name: string
  work_number: string
  has_photo: boolean
  unit: Named | null
  department: string
  posts: string[]
  roles: string[]
  state: PersonState
  state_label: string
  is_waiting: boolean
  seen_at: string | null
}

export interface Person extends PersonBrief {
  created_at: string
  sessions: number
  grants: Grant[]
  can: PersonAct[]
}

export interface UnitDetail {
  unit: Unit
  posts: Post[]
  people: PersonBrief[]
  history: UnitEvent[]
}

/** The code is told here and never again. */
export interface Enrolment {
  person: Person
  code: string
  until: string
}

export type Shown = 'hidden' | 'masked' | 'clear'

export interface FieldRule {
  item: string
  field: string
  shown: Shown
}

export interface GrantWish {
  role_id: string
  units: string[]
  items: string[]
  regions: string[]
  fields: FieldRule[]
  note: string
}

export interface Grant {
  id: string
  person: Named
  role: Named
  units: Named[]
  items: Named[]
  regions: string[]
  fields: (FieldRule & { label: string })[]
  reach: string
  state: 'asked' | 'active' | 'refused' | 'revoked'
  note: string
  asked_by: string
  decided_by: string | null
  created_at: string
  decided_at: string | null
  can: ('approve' | 'refuse' | 'revoke')[]
}

export type GrantPage = Page<Grant>

export interface GrantChoices {
  roles: Named[]
  units: { id: string; parent_id: string | null; name: string }[]
  items: { id: string; name: string; department: string }[]
  regions: string[]
}

export interface FieldChoice {
  id: string
  label: string
  is_sensitive: boolean
}

export interface PermissionInfo {
  id: Permission
  label: string
  group: string
  only_for: string | null
}

export interface Role {
  id: string
  base: string
  base_name: string
  name: string
  note: string
  permissions: Permission[]
  added: Permission[]
  removed: Permission[]
  holders: number
  is_shipped: boolean
  is_administrator: boolean
  is_closed: boolean
  version: number
}

export interface Roles {
  permissions: PermissionInfo[]
  roles: Role[]
}

export interface RoleWish {
  name: string
  note: string
  permissions: Permission[]
  version: number
}

export interface Preview {
  id: string
  display_name: string
  obstacle: string | null
  abilities: { permission: Permission; label: string; group: string; by: string[] }[]
  grants: Grant[]
  cases: number
  whole: number
  by_item: { code: string; name: string; cases: number }[]
}

export type Limit = 'fits' | 'does_not_fit' | 'no_limit'

export interface CasePreview {
  number: string
  item: string
  department: string
  region: string | null
  is_visible: boolean
  abilities: string[]
  reasons: {
    grant_id: string
    role: string
    gives_view: boolean
    department: Limit
    item: Limit
    region: Limit
    fits: boolean
  }[]
  fields: { id: string; label: string; shown: Shown }[]
  /** `hidden_because` is empty where the material is shown. */
  materials: { id: string; name: string; hidden_because: string }[]
}

export interface OwnSession {
  id: string
  client: string
  created_at: string
  seen_at: string
  is_this: boolean
}

export interface Authenticator {
  display_name: string
  secret: string
  otpauth_uri: string
  qr_svg: string
}
