/** Organisation, people, roles, grants and one's own account: one function an operation. */

import type {
  Authenticator,
  CasePreview,
  Enrolment,
  FieldChoice,
  Grant,
  GrantChoices,
  GrantPage,
  GrantWish,
  OwnSession,
  Person,
  PersonBrief,
  Post,
  Preview,
  Role,
  Roles,
  RoleWish,
  Tree,
  Unit,
  UnitDetail,
  UnitKind,
  UnitWish,
} from './accessTypes'
import { deleteJson, getBlob, getJson, postJson, putForm, putJson } from './client'
import type { Page } from './types'

const STAFF = '/staff/v1'
const PAGE_SIZE = 50
const unitPath = (id: string): string => `${STAFF}/organisation/units/${encodeURIComponent(id)}`
const postPath = (id: string): string => `${STAFF}/organisation/posts/${encodeURIComponent(id)}`
const personPath = (id: string): string => `${STAFF}/people/${encodeURIComponent(id)}`
const rolePath = (id: string): string => `${STAFF}/roles/${encodeURIComponent(id)}`
const grantPath = (id: string): string => `${STAFF}/grants/${encodeURIComponent(id)}`

export const readTree = (): Promise<Tree> => getJson(`${STAFF}/organisation`)
export const readUnit = (id: string): Promise<UnitDetail> => getJson(unitPath(id))
export const addUnit = (wish: UnitWish & { kind: UnitKind }): Promise<Unit> =>
  postJson(`${STAFF}/organisation/units`, wish)
export const changeUnit = (id: string, wish: UnitWish & { version: number }): Promise<Unit> =>
  putJson(unitPath(id), wish)
export const closeUnit = (id: string): Promise<Unit> => postJson(`${unitPath(id)}/close`)
export const mergeUnit = (id: string, into: string): Promise<Unit> =>
  postJson(`${unitPath(id)}/merge`, { into })
export const undoChange = (eventId: number): Promise<Tree> =>
  postJson(`${STAFF}/organisation/undo`, { event_id: eventId })
export const addPost = (unitId: string, name: string): Promise<{ items: Post[] }> =>
  postJson(`${unitPath(unitId)}/posts`, { name })
export const closePost = (id: string): Promise<{ items: Post[] }> => postJson(`${postPath(id)}/close`)
export const setHolders = (id: string, staffIds: string[]): Promise<{ items: Post[] }> =>
  putJson(`${postPath(id)}/holders`, { staff_ids: staffIds })

export interface PeopleQuery {
  q: string
  unit_id: string
  state: string
}

export const listPeople = (
  query: PeopleQuery,
  cursor: string | null = null,
  signal?: AbortSignal,
): Promise<Page<PersonBrief>> =>
  getJson(`${STAFF}/people`, { ...query, cursor, limit: PAGE_SIZE }, signal)
export const readPerson = (id: string): Promise<Person> => getJson(personPath(id))
export const openAccount = (wish: {
  username: string
  display_name: string
  unit_id: string
  work_number: string
}): Promise<Enrolment> => postJson(`${STAFF}/people`, wish)
export const changePerson = (
  id: string,
  wish: { display_name: string; unit_id: string; work_number: string },
): Promise<Person> => putJson(personPath(id), wish)
export const readPhoto = (id: string): Promise<Blob> => getBlob(`${personPath(id)}/photo`)
export const removePhoto = (id: string): Promise<Person> => deleteJson(`${personPath(id)}/photo`)
export async function setPhoto(id: string, picture: File): Promise<Person> {
  const form = new FormData()
  form.append('file', picture)
  return putForm(`${personPath(id)}/photo`, form)
}
export const disablePerson = (id: string): Promise<Person> => postJson(`${personPath(id)}/disable`)
export const enablePerson = (id: string): Promise<Person> => postJson(`${personPath(id)}/enable`)
export const resetPerson = (id: string): Promise<Enrolment> => postJson(`${personPath(id)}/reset`)
export const lockPerson = (id: string, reason: string): Promise<Person> =>
  postJson(`${personPath(id)}/lock`, { reason })
export const unlockPerson = (id: string): Promise<Person> => postJson(`${personPath(id)}/unlock`)

export const grantChoices = (): Promise<GrantChoices> => getJson(`${STAFF}/grants/choices`)
export const grantFields = (itemCode: string): Promise<{ items: FieldChoice[] }> =>
  getJson(`${STAFF}/grants/fields/${encodeURIComponent(itemCode)}`)
export const listGrants = (
  state: string,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<GrantPage> => getJson(`${STAFF}/grants`, { state, cursor, limit: PAGE_SIZE }, signal)
export const askForGrant = (personId: string, wish: GrantWish): Promise<Grant> =>
  postJson(`${personPath(personId)}/grant_requests`, wish)
export const giveGrant = (personId: string, wish: GrantWish): Promise<Grant> =>
  postJson(`${personPath(personId)}/grants`, wish)
export const decideGrant = (
  id: string,
  verdict: 'approve' | 'refuse',
  note: string,
): Promise<Grant> => postJson(`${grantPath(id)}/decide`, { verdict, note })
export const revokeGrant = (id: string, note: string): Promise<Grant> =>
  postJson(`${grantPath(id)}/revoke`, { note })

export const listRoles = (): Promise<Roles> => getJson(`${STAFF}/roles`)
export const createRole = (wish: RoleWish & { base: string }): Promise<Role> =>
  postJson(`${STAFF}/roles`, wish)
export const changeRole = (id: string, wish: RoleWish): Promise<Role> => putJson(rolePath(id), wish)
export const closeRole = (id: string): Promise<void> => postJson(`${rolePath(id)}/close`)

export const preview = (personId: string): Promise<Preview> =>
  getJson(`${personPath(personId)}/preview`)
export const previewCase = (personId: string, number: string): Promise<CasePreview> =>
  getJson(`${personPath(personId)}/preview/cases/${encodeURIComponent(number)}`)

export const ownSessions = (): Promise<{ items: OwnSession[] }> => getJson(`${STAFF}/me/sessions`)
export const endSession = (id: string): Promise<void> =>
  deleteJson(`${STAFF}/me/sessions/${encodeURIComponent(id)}`)
export const endOtherSessions = (): Promise<void> => postJson(`${STAFF}/me/sessions/end_others`)
export const changePassword = (present: string, password: string): Promise<void> =>
  postJson(`${STAFF}/me/password`, { present, password })
export const beginEnrolment = (username: string, code: string): Promise<Authenticator> =>
  postJson(`${STAFF}/enrolment`, { username, code })
export const completeEnrolment = (wish: {
  username: string
  code: string
  password: string
  otp: string
}): Promise<void> => postJson(`${STAFF}/enrolment/complete`, wish)
