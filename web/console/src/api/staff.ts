/** The staff API, one function an operation. Paths follow the public contract. */

import { getBlob, getJson, postJson } from './client'
import type {
  Decision,
  DemoNotice,
  LoginAnswer,
  LoginRequest,
  StaffCase,
  StaffMember,
  TaskOutcome,
  Word,
} from './types'

const casePath = (number: string): string => `/staff/v1/cases/${encodeURIComponent(number)}`
const taskPath = (id: string): string => `/staff/v1/tasks/${encodeURIComponent(id)}`

export const login = (credentials: LoginRequest): Promise<LoginAnswer> =>
  postJson('/staff/v1/login', credentials)

export const logout = (): Promise<void> => postJson('/staff/v1/logout')

/** Who the token belongs to; asking also pushes the server's idle limit back. */
export const currentSession = (): Promise<{ staff: StaffMember; expires_at: string }> =>
  getJson('/staff/v1/me')

/** Answers only in a demonstration; 404 everywhere else. */
export const demoNotice = (): Promise<DemoNotice> => getJson('/api/v1/demo')

export const getCase = (number: string, signal?: AbortSignal): Promise<StaffCase> =>
  getJson(casePath(number), undefined, signal)

/** Shows protected values in clear; the server records who asked, for what, and why. */
export const revealFields = (
  number: string,
  fields: string[],
  reason: string,
): Promise<{ values: Record<string, string> }> =>
  postJson(`${casePath(number)}/reveal`, { fields, reason })

export const getMaterialFile = (
  number: string,
  materialId: string,
  fileId: string,
  signal?: AbortSignal,
): Promise<Blob> =>
  getBlob(
    `${casePath(number)}/materials/${encodeURIComponent(materialId)}` +
      `/files/${encodeURIComponent(fileId)}`,
    signal,
  )

export const claimTask = (id: string): Promise<TaskOutcome> => postJson(`${taskPath(id)}/claim`)

export const releaseTask = (id: string): Promise<TaskOutcome> => postJson(`${taskPath(id)}/release`)

export const completeTask = (
  id: string,
  decision: Decision | Word | 'pass',
  note: string,
): Promise<TaskOutcome> =>
  postJson(`${taskPath(id)}/complete`, note ? { decision, note } : { decision })

export const returnTask = (
  id: string,
  note: string,
  materialIds: string[],
): Promise<TaskOutcome> =>
  postJson(`${taskPath(id)}/return`, { note, material_ids: materialIds })

/** 转办. */
export const transferTask = (id: string, to: string, reason: string): Promise<TaskOutcome> =>
  postJson(`${taskPath(id)}/transfer`, { to, reason })

/** 会签. */
export const askForWords = (id: string, people: string[]): Promise<TaskOutcome> =>
  postJson(`${taskPath(id)}/countersign`, { people })
