/** What is known, in the hands of editors: one function an operation. */

import { createJson, deleteJson, getJson, postForm, postJson, putJson } from './client'
import type {
  Batch,
  BatchAct,
  BatchKind,
  Diff,
  DraftBody,
  EntryFile,
  EntryPage,
  Health,
  Kind,
  Revision,
  Shape,
} from './knowledgeTypes'
import type { Page } from './types'

const ROOT = '/staff/v1/knowledge'
const PAGE_SIZE = 30

const entryPath = (id: string): string => `${ROOT}/${encodeURIComponent(id)}`

export interface EntryQuery {
  kind?: Kind | ''
  state?: string
  q?: string
  cursor?: string | null
  limit?: number
}

export const listEntries = (query: EntryQuery, signal?: AbortSignal): Promise<EntryPage> =>
  getJson(ROOT, { limit: PAGE_SIZE, ...query }, signal)

export const getEntry = (id: string, signal?: AbortSignal): Promise<EntryFile> =>
  getJson(entryPath(id), undefined, signal)

export const getRevision = (id: string, number: number): Promise<Revision> =>
  getJson(`${entryPath(id)}/revisions/${number}`)

export const getDiff = (
  id: string,
  before: number,
  after: number,
  signal?: AbortSignal,
): Promise<Diff> => getJson(`${entryPath(id)}/diff`, { before, after }, signal)

/** The JSON schema of a shape's body. */
export const getSchema = (shape: Shape): Promise<Record<string, unknown>> =>
  getJson(`${ROOT}/schemas/${shape}`)

export const createEntry = (shape: Shape, draft: DraftBody, key: string): Promise<EntryFile> =>
  createJson(ROOT, { shape, ...draft }, key)

export const saveDraft = (id: string, draft: DraftBody, version: number): Promise<EntryFile> =>
  putJson(`${entryPath(id)}/draft`, { ...draft, version })

export const discardDraft = (id: string): Promise<EntryFile> => deleteJson(`${entryPath(id)}/draft`)

export const submitDraft = (id: string): Promise<EntryFile> =>
  postJson(`${entryPath(id)}/draft/submit`)

export const recallDraft = (id: string): Promise<EntryFile> =>
  postJson(`${entryPath(id)}/draft/recall`)

export const reviewDraft = (
  id: string,
  decision: 'publish' | 'return',
  note: string,
): Promise<EntryFile> => postJson(`${entryPath(id)}/review`, { decision, note })

export const withdrawEntry = (id: string, note: string): Promise<EntryFile> =>
  postJson(`${entryPath(id)}/withdraw`, { note })

export const restoreRevision = (id: string, number: number): Promise<EntryFile> =>
  postJson(`${entryPath(id)}/revisions/${number}/restore`)

export const getHealth = (signal?: AbortSignal): Promise<Health> =>
  getJson(`${ROOT}/health`, undefined, signal)

/** Has every address asked again; the health list tells how far it is. */
export const checkLinks = (): Promise<{ status: string }> => postJson(`${ROOT}/health/links`)

export const listBatches = (
  cursor: string | null = null,
  signal?: AbortSignal,
): Promise<Page<Batch>> => getJson(`${ROOT}/imports`, { cursor, limit: PAGE_SIZE }, signal)

export const getBatch = (id: string, signal?: AbortSignal): Promise<Batch> =>
  getJson(`${ROOT}/imports/${encodeURIComponent(id)}`, undefined, signal)

export function startImport(kind: BatchKind, files: File[]): Promise<Batch> {
  const form = new FormData()
  files.forEach((file) => form.append('file', file, file.name))
  return postForm(`${ROOT}/imports`, form, { kind })
}

/** Agrees to what a colleague's import would bring, or gives one up. */
export const decideBatch = (id: string, act: BatchAct): Promise<Batch> =>
  postJson(`${ROOT}/imports/${encodeURIComponent(id)}/${act}`)
