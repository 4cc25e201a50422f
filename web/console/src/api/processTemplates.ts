/** Drawn processes: one function an operation. */

import { getJson, postJson, putJson } from './client'
import type {
  ActResults,
  Board,
  Comparison,
  Fault,
  HeatMap,
  Migration,
  ProcessFigures,
  ProcessLoad,
  ProcessTemplate,
  ProcessVersionFile,
  ProcessVocabulary,
  ShippedProcess,
  Trial,
  WatchedCase,
  WatchedPage,
} from './processTypes'

const ROOT = '/staff/v1/process_templates'
const MONITOR = '/staff/v1/processes/monitor'
const PAGE_SIZE = 50

const of = (key: string): string => `${ROOT}/${encodeURIComponent(key)}`

export const listTemplates = (): Promise<ProcessTemplate[]> => getJson(ROOT)
export const getTemplate = (key: string): Promise<ProcessTemplate> => getJson(of(key))
export const listShipped = (): Promise<ShippedProcess[]> => getJson(`${ROOT}/shipped`)
export const getVocabulary = (): Promise<ProcessVocabulary> => getJson(`${ROOT}/vocabulary`)

export const checkDrawing = (bpmn: string): Promise<Fault[]> => postJson(`${ROOT}/check`, { bpmn })
export const tryDrawing = (bpmn: string): Promise<Trial> => postJson(`${ROOT}/try`, { bpmn })

/** @param revision of the draft this one was drawn from; 0 for a new template */
export const saveProcessDraft = (
  key: string,
  name: string,
  bpmn: string,
  revision: number,
): Promise<ProcessTemplate> => putJson(`${of(key)}/draft`, { name, bpmn, revision })

export const publishProcess = (key: string, note: string, revision: number): Promise<ProcessTemplate> =>
  postJson(`${of(key)}/publish`, { note, revision })

export const getProcessVersion = (key: string, number: number): Promise<ProcessVersionFile> =>
  getJson(`${of(key)}/versions/${number}`)

export const revokeProcess = (key: string, number: number, reason: string): Promise<ProcessTemplate> =>
  postJson(`${of(key)}/versions/${number}/revoke`, { reason })

/** @param other null compares with the draft */
export const compareProcess = (key: string, old: number, other: number | null): Promise<Comparison> =>
  getJson(`${of(key)}/compare`, { old, new: other })

export const previewMigration = (
  key: string,
  old: number,
  other: number,
  cursor: string | null,
): Promise<Migration> =>
  postJson(`${of(key)}/migrations/preview`, { old, new: other, cursor: Number(cursor ?? 0) })

export const migrateCases = (
  key: string,
  old: number,
  other: number,
  case_numbers: string[],
): Promise<Migration> => postJson(`${of(key)}/migrations`, { old, new: other, case_numbers })

export const getBoard = (days: number): Promise<Board> => getJson(`${MONITOR}/board`, { days })

export interface WatchedChoice {
  kind: 'all' | 'late' | 'stuck'
  template: string
  node: string
  holder: string
  q: string
  days: number
}

export const listWatched = (
  choice: WatchedChoice,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<WatchedPage> => getJson(`${MONITOR}/steps`, { ...choice, cursor, limit: PAGE_SIZE }, signal)

export const urgeSteps = (step_ids: string[]): Promise<ActResults> =>
  postJson(`${MONITOR}/steps/urge`, { step_ids })

export const transferSteps = (step_ids: string[], to: string, reason: string): Promise<ActResults> =>
  postJson(`${MONITOR}/steps/transfer`, { step_ids, to, reason })

export const getHeat = (key: string, version: number, days: number): Promise<HeatMap> =>
  getJson(`${MONITOR}/templates/${encodeURIComponent(key)}/versions/${version}`, { days })

export const watchCase = (number: string): Promise<WatchedCase> =>
  getJson(`${MONITOR}/cases/${encodeURIComponent(number)}`)

export const getLoad = (days: number): Promise<ProcessLoad> => getJson(`${MONITOR}/load`, { days })

export const getProcessFigures = (from: string, to: string, template: string): Promise<ProcessFigures> =>
  getJson(`${MONITOR}/figures`, { from, to, template })
