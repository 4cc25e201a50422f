/** Cases counted, and reports: one function an operation. */

import { getBlob, getJson, postJson, putJson } from './client'
import type {
  CaseStatistics,
  CountedCases,
  PrintedTable,
  Report,
  ReportCheck,
  ReportDefinition,
  ReportLanguage,
  ReportRun,
  RunBrief,
  RunPage,
  Vocabulary,
} from './statisticsTypes'

const STATISTICS = '/staff/v1/statistics'
const REPORTS = '/staff/v1/reports'
const PAGE_SIZE = 20

export interface Asked {
  by: string
  from: string
  to: string
  compare?: string
  limit?: number
  department?: string
  item?: string
  region?: string
  situation?: string
  licence?: string
  channel?: string
}

export const countCases = (asked: Asked, signal?: AbortSignal): Promise<CaseStatistics> =>
  getJson(STATISTICS, { ...asked }, signal)

export const getVocabulary = (): Promise<Vocabulary> => getJson(`${STATISTICS}/vocabulary`)

export const listCountedCases = (
  asked: Omit<Asked, 'by'>,
  measure: string,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<CountedCases> =>
  getJson(`${STATISTICS}/cases`, { ...asked, measure, cursor, limit: PAGE_SIZE }, signal)

export const getStatisticsFile = (
  asked: Asked,
  measures: string[],
  format: 'xlsx' | 'csv',
): Promise<Blob> => {
  const given = Object.entries({ ...asked }).filter(([, value]) => value !== undefined)
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  query.set('measures', measures.join(','))
  query.set('format', format)
  return getBlob(`${STATISTICS}/export?${query}`)
}

export const listReports = (): Promise<Report[]> => getJson(REPORTS)

export const listRuns = (key: string | null, cursor: string | null, signal?: AbortSignal): Promise<RunPage> =>
  getJson(`${REPORTS}/runs`, { key, cursor, limit: PAGE_SIZE }, signal)

const runOf = (id: string): string => `${REPORTS}/runs/${encodeURIComponent(id)}`

export const getRun = (id: string): Promise<ReportRun> => getJson(runOf(id))

export const getRunFile = (id: string, format: 'xlsx' | 'pdf'): Promise<Blob> =>
  getBlob(`${runOf(id)}/file?format=${format}`)

export const runAgain = (id: string): Promise<RunBrief> => postJson(`${runOf(id)}/again`)

export const resend = (copyId: string): Promise<void> =>
  postJson(`${REPORTS}/copies/${encodeURIComponent(copyId)}/resend`)

export const askForRun = (key: string, from: string, to: string): Promise<RunBrief> =>
  postJson(`${REPORTS}/${encodeURIComponent(key)}/runs`, { date_from: from, date_to: to })

export const getDefinition = (key: string): Promise<ReportDefinition> =>
  getJson(`${REPORTS}/${encodeURIComponent(key)}`)

export const saveDefinition = (key: string, yaml: string, base: number): Promise<ReportDefinition> =>
  putJson(`${REPORTS}/${encodeURIComponent(key)}`, { yaml, base })

export const previewReport = (yaml: string, from: string, to: string, limit: number): Promise<PrintedTable> =>
  postJson(`${REPORTS}/preview`, { yaml, date_from: from, date_to: to, limit })

export const checkReport = (yaml: string): Promise<ReportCheck> => postJson(`${REPORTS}/check`, { yaml })

export const getLanguage = (): Promise<ReportLanguage> => getJson(`${REPORTS}/language`)

export const getMailbox = (): Promise<{ address: string | null }> => getJson(`${REPORTS}/mailbox`)

export const setMailbox = (address: string): Promise<{ address: string | null }> =>
  putJson(`${REPORTS}/mailbox`, { address })
