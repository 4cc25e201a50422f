/** The audit's records and its chain. */

import { getBlob, getJson } from './client'
import type { Page } from './types'

export interface AuditRecord {
  id: string
  /** Number on the chain; null for the seconds before it is linked. */
  seq: number | null
  at: string
  who: string
  who_name: string
  role: string
  address: string
  session: string
  act: string
  act_label: string
  subject: string
  subject_name: string
  object_type: string
  object_id: string
  case_number: string
  what: string
  reason: string
  fields: { name: string; before: string; after: string }[]
  trace_id: string
}

export interface AuditChain {
  seq: number
  digest: string
  waiting: number
  sealed_seq: number | null
  sealed_at: string | null
  archived: number
  proved: string | null
  proved_at: string | null
  kept_days: number
}

export interface AuditQuery {
  person: string
  subject: string
  act: string
  case: string
  text: string
  from: string
  to: string
}

const AUDIT = '/staff/v1/audit'

export const searchAudit = (
  query: AuditQuery,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page<AuditRecord>> => getJson(`${AUDIT}/records`, { ...query, cursor, limit: 30 }, signal)

export const getAuditSheet = (query: AuditQuery): Promise<Blob> => {
  const given = Object.entries(query).filter(([, value]) => value)
  return getBlob(`${AUDIT}/records.csv?${new URLSearchParams(given)}`)
}

export const getAuditChain = (): Promise<AuditChain> => getJson(`${AUDIT}/chain`)
