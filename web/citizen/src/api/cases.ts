import { request } from '@/api/client'
import type { Case, CaseMaterial, CaseReceipt, CaseSummary, FormValues, Page, PreReview } from '@/api/types'

function casePath(number: string, rest = ''): string {
  return `/cases/${encodeURIComponent(number)}${rest}`
}

/** Where a material's files are sent and removed. */
export function materialPath(number: string, materialId: string, fileId?: string): string {
  const material = casePath(number, `/materials/${encodeURIComponent(materialId)}`)
  return fileId ? `${material}/files/${encodeURIComponent(fileId)}` : material
}

/** Open a draft; the same key opens the same one. */
export function openCase(itemCode: string, runId: string, idempotencyKey: string): Promise<Case> {
  const body = runId ? { item_code: itemCode, guidance_run_id: runId } : { item_code: itemCode }
  return request('POST', '/cases', { body, idempotencyKey })
}

export function readCase(number: string): Promise<Case> {
  return request('GET', casePath(number))
}

export function listCases(cursor?: string): Promise<Page<CaseSummary>> {
  return request('GET', '/cases', { query: { cursor, limit: 20 } })
}

/** Save some fields; faults in them come back in `form_errors` and do not block saving. */
export function saveForm(number: string, form: FormValues): Promise<Case> {
  return request('PATCH', casePath(number), { body: { form } })
}

export function removeFile(number: string, materialId: string, fileId: string): Promise<CaseMaterial> {
  return request('DELETE', materialPath(number, materialId, fileId))
}

export function startPreReview(number: string): Promise<unknown> {
  return request('POST', casePath(number, '/prereview'))
}

/** «请人工看一下»: asking again changes nothing. */
export function askForPerson(number: string): Promise<PreReview> {
  return request('POST', casePath(number, '/prereview/manual'))
}

export function readPreReview(number: string): Promise<PreReview> {
  return request('GET', casePath(number, '/prereview'))
}

/** `anyway`: what the machine wants mended in the materials is left to a person. */
export function submitCase(number: string, anyway = false): Promise<unknown> {
  return request('POST', casePath(number, '/submit'), { body: { anyway }, idempotencyKey: `submit-${number}` })
}

export function withdrawCase(number: string, reason: string): Promise<Case> {
  return request('POST', casePath(number, '/withdraw'), { body: reason ? { reason } : {} })
}

export function supplementCase(number: string, anyway = false): Promise<Case> {
  return request('POST', casePath(number, '/supplement'), { body: { anyway } })
}

export function readReceipt(number: string): Promise<CaseReceipt> {
  return request('GET', casePath(number, '/receipt'))
}
