/** Devices of halls: how they are, how they get in, what they did. */

import { getBlob, getJson, postJson, putJson } from './client'

export type DeviceKind =
  | 'tablet'
  | 'id_reader'
  | 'document_camera'
  | 'scan_gun'
  | 'signature_pad'
  | 'printer'
  | 'licence_printer'
  | 'terminal'
  | 'board'

export interface Device {
  id: string
  name: string
  kind: DeviceKind
  model: string
  firmware: string
  hall_id: string
  /** Empty: it belongs to the hall itself. */
  counter_id: string
  capabilities: string[]
  parts: Record<string, string>
  presence: 'online' | 'away' | 'never' | 'revoked'
  seen_at: string | null
  skew_ms: number
  is_skewed: boolean
  /** What is wrong, in words; empty when nothing is. */
  trouble: string
}

export interface DeviceCommand {
  id: string
  verb: string
  label: string
  state: 'queued' | 'sent' | 'acknowledged' | 'done' | 'failed' | 'expired'
  reason: string
  concerns: string
  attempts: number
  created_at: string
  ended_at: string | null
}

export interface DeviceEvent {
  id: string
  kind: string
  happened_at: string
  received_at: string
}

export interface DeviceLog {
  device: Device
  commands: DeviceCommand[]
  events: DeviceEvent[]
  code_svg: string
}

export interface DrawnCode {
  code: string
  expires_at: string
  qr_svg: string
}

export interface EnrolWish {
  kind: DeviceKind
  name: string
  counter_id: string
}

const pathOf = (hall: string, rest: string): string => `/staff/v1/halls/${encodeURIComponent(hall)}/${rest}`

export const listDevices = async (hall: string): Promise<Device[]> =>
  (await getJson<{ devices: Device[] }>(pathOf(hall, 'devices'))).devices

export const drawCode = (hall: string, wish: EnrolWish): Promise<DrawnCode> =>
  postJson(pathOf(hall, 'device-codes'), wish)

export const getDevice = (hall: string, id: string): Promise<DeviceLog> => getJson(pathOf(hall, `devices/${id}`))

export const saveDevice = (hall: string, id: string, name: string, counter: string): Promise<Device> =>
  putJson(pathOf(hall, `devices/${id}`), { name, counter_id: counter })

export const revokeDevice = (hall: string, id: string, isRevoked: boolean): Promise<Device> =>
  putJson(pathOf(hall, `devices/${id}/revocation`), { is_revoked: isRevoked })

export const getDeviceSheet = (hall: string): Promise<Blob> => getBlob(pathOf(hall, 'device-sheet'))
