/** 断网收件: the agent of this computer, asked by the page it serves itself. */

import type { StrokePoint } from './showing'
import { Refused } from './http'

export interface KitItem {
  code: string
  name: string
  materials: { id: string; name: string }[]
}

export interface OfflineFile {
  id: string
  name: string
  material_id: string
  material_name: string
  size: number
}

export interface OpenParcel {
  key: string
  number: string
  files: OfflineFile[]
}

export interface SentParcel {
  key: string
  number: string
  label: string
  state: 'waiting' | 'delivered' | 'refused'
  detail: string
  is_signed: boolean
  /** Seconds since 1970. */
  at: number
  file_count: number
}

export interface OfflineState {
  hall: string
  counter: string
  items: KitItem[]
  /** It has once been in touch with the server and can seal. */
  is_ready: boolean
  is_online: boolean
  devices: { name: string; capabilities: string[]; parts: Record<string, string> }[]
  open: OpenParcel | null
  parcels: SentParcel[]
}

export interface Material {
  material_id: string
  material_name: string
}

export interface Writing {
  width: number
  height: number
  strokes: StrokePoint[][]
}

export interface Holder {
  name: string
  id_number: string
  phone: string
  way: 'card' | 'typed'
}

export interface Closing {
  clerk: string
  holder: Holder
  item_code: string
  case_number: string
  note: string
  signature: Writing | null
}

export interface Receipt {
  number: string
  mark: string
  files: OfflineFile[]
}

/** What went wrong, in words for the clerk. */
export const wordsOf = (error: unknown): string =>
  error instanceof Refused ? error.message : '刚才没有办成，请再试一次；还不行，请刷新这一页，已封存的材料都在。'

const UNREACHED = '这台电脑的设备代理没有响应，请重新启动它再试。已封存的材料都在。'

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const isRaw = body instanceof Blob
  const headers: Record<string, string> = { 'X-Agent-Page': '1' }
  if (body !== undefined && !isRaw) headers['Content-Type'] = 'application/json'
  let answer: Response
  try {
    answer = await fetch(`/agent/v1${path}`, { method, headers, body: isRaw ? body : JSON.stringify(body), cache: 'no-store' })
  } catch {
    throw new Refused(0, UNREACHED, 'agent_away')
  }
  const said = (await answer.json().catch(() => null)) as (T & { detail?: string }) | null
  if (!answer.ok || !said) throw new Refused(answer.status, said?.detail ?? UNREACHED)
  return said
}

export const readState = (): Promise<OfflineState> => ask('GET', '/state')
export const openParcel = (): Promise<OpenParcel> => ask('POST', '/parcels')
export const throwAway = (key: string): Promise<OfflineState> => ask('DELETE', `/parcels/${key}`)
export const photograph = (key: string, material: Material): Promise<OfflineFile & { picture: string }> =>
  ask('POST', `/parcels/${key}/pictures`, material)
export const addFile = (key: string, material: Material, file: File): Promise<OfflineFile> =>
  ask('POST', `/parcels/${key}/files?${new URLSearchParams({ name: file.name, ...material }).toString()}`, file)
export const takeOut = (key: string, id: string): Promise<OpenParcel> => ask('DELETE', `/parcels/${key}/files/${id}`)
export const readCard = (): Promise<{ name: string; id_number: string }> => ask('POST', '/card')
export const signOnPad = (): Promise<Writing> => ask('POST', '/signature')
export const closeParcel = (key: string, said: Closing): Promise<Receipt> => ask('POST', `/parcels/${key}/close`, said)
export const sendAgain = (key: string): Promise<OfflineState> => ask('POST', `/parcels/${key}/again`)

/** Whether a device of this computer can do it now. */
export function canUse(state: OfflineState, capability: string): boolean {
  return state.devices.some(({ capabilities, parts }) => capabilities.includes(capability) && (parts[capability] ?? 'ok') === 'ok')
}

/** What stands over a signature: changed, it must be signed anew. */
export function listOf(name: string, item: string, number: string, files: OfflineFile[]): string {
  return JSON.stringify([name.trim(), item, number.trim(), files.map(({ id }) => id)])
}

/** An ID number's last sign is right; an empty one is not asked for. */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false
  const sum = [...text.slice(0, 17)].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0)
  return '10X98765432'[sum % 11] === text[17]
}
