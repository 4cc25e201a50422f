/** 扫码接力 on the counter's screen: only what its owner agreed to show ever arrives here. */

import { c } from './content'
import { getJson, postJson, send } from './http'

export type Side = 'citizen' | 'staff' | 'counter'
export type FieldValue = string | number | null

export interface SharedField {
  id: string
  label: string
  kind: string
  max_length: number
  unit: string | null
  options: { id: string; label: string }[]
  value: FieldValue
  is_masked: boolean
  mark: string | null
}

export interface CounterHandoff {
  id: string
  state: 'claimed' | 'running'
  citizen: string
  shared: {
    case: { number: string; item_name: string } | null
    form: { title: string; fields: SharedField[] }[] | null
    may_fill: boolean
  } | null
  edits: { edit_id: string; field: string; value: FieldValue; state: string }[]
  locks: { field: string; side: Side; until: string }[]
}

export interface Offered {
  token: string
  qr_svg: string
  expires_at: string
}

export const offerCode = (base: string): Promise<Offered> => postJson(base, {})

export const claimCode = (base: string, token: string): Promise<unknown> => postJson(`${base}/claim`, { token })

export const holdField = (base: string, field: string): Promise<{ is_yours: boolean }> =>
  getJson(`${base}/locks/${encodeURIComponent(field)}`, { method: 'PUT' })

export const leaveField = (base: string, field: string): Promise<unknown> =>
  send(`${base}/locks/${encodeURIComponent(field)}`, { method: 'DELETE' })

/** @param written `mark`: of the value that was there when writing began; empty where it had none
 * @returns why it was not taken; empty where it was */
export async function proposeEdit(base: string, field: SharedField, written: { text: string; mark: string }): Promise<string> {
  const said = written.text.trim()
  const isNumber = field.kind === 'number' && Number.isFinite(Number(said))
  const value: FieldValue = said ? (isNumber ? Number(said) : said) : null
  const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, '0')).join('')
  const edits = [{ edit_id: id, field: field.id, base: written.mark, value }]
  const answer = await postJson<{ results: { message: string }[] }>(`${base}/edits`, { edits })
  return answer.results[0]?.message ?? ''
}

/** A value as people read it. */
export function shownValue(field: SharedField, value: FieldValue): string {
  const option = field.options.find(({ id }) => id === value)
  const text = option ? c(option.label) : String(value ?? '')
  return text ? `${text}${c(field.unit)}` : ''
}
