/** Lists of work and cases, what is done to many at once, exports, the one box. */

import { createJson, deleteJson, getBlob, getJson, postJson } from './client'
import type {
  BatchAct,
  BatchResult,
  CaseLines,
  Choices,
  Export,
  ExportWish,
  ListName,
  Lookup,
  ReceiptLine,
  SavedView,
  TaskLines,
} from './listTypes'
import type { Page } from './types'

const PAGE_SIZE = 50
export type ListQuery = Record<string, string>

export const listWork = (
  list: 'open' | 'mine' | 'done',
  query: ListQuery,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<TaskLines> =>
  getJson('/staff/v1/tasks', { ...query, state: list, cursor, limit: PAGE_SIZE }, signal)

export const listLines = (
  list: 'watched' | 'cases',
  query: ListQuery,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<CaseLines> => {
  const watched = list === 'watched' ? 'true' : ''
  return getJson('/staff/v1/cases', { ...query, watched, cursor, limit: PAGE_SIZE }, signal)
}

export const getChoices = (): Promise<Choices> => getJson('/staff/v1/lists/choices')

export const lookUp = (q: string, signal?: AbortSignal): Promise<Lookup> =>
  getJson('/staff/v1/lookup', { q }, signal)

export const doMany = (
  act: BatchAct,
  ids: string[],
  key: string,
  to = '',
  reason = '',
): Promise<BatchResult> => createJson('/staff/v1/lists/batch', { act, ids, to, reason }, key)

export const getReceipts = (numbers: string[]): Promise<Page<ReceiptLine>> =>
  postJson('/staff/v1/lists/receipts', { numbers })

export const listViews = (): Promise<Page<SavedView>> => getJson('/staff/v1/saved_views')

export const saveView = (view: {
  name: string
  list_name: ListName
  query: Record<string, unknown>
  is_shared: boolean
}): Promise<Page<SavedView>> => postJson('/staff/v1/saved_views', view)

export const dropView = (id: string): Promise<Page<SavedView>> =>
  deleteJson(`/staff/v1/saved_views/${encodeURIComponent(id)}`)

export const askForExport = (wish: ExportWish, key: string): Promise<Export> =>
  createJson('/staff/v1/exports', wish, key)

export const listExports = (): Promise<Page<Export>> => getJson('/staff/v1/exports')

export const cancelExport = (id: string): Promise<Export> =>
  postJson(`/staff/v1/exports/${encodeURIComponent(id)}/cancel`)

export const takeExport = (id: string): Promise<Blob> =>
  getBlob(`/staff/v1/exports/${encodeURIComponent(id)}/file`)
