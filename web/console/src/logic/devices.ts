/** How devices are put into words and order. */

import type { Device, DeviceCommand, DeviceKind } from '@/api/devices'

export const KIND_LABELS: Record<DeviceKind, string> = {
  tablet: '窗口平板',
  id_reader: '身份证阅读器',
  document_camera: '高拍仪',
  scan_gun: '扫码枪',
  signature_pad: '签名板',
  printer: '打印机',
  licence_printer: '证照制发机',
  terminal: '自助终端',
  board: '叫号大屏',
}

export const STATE_LABELS: Record<DeviceCommand['state'], string> = {
  queued: '等待送达',
  sent: '已送达',
  acknowledged: '正在做',
  done: '完成',
  failed: '没做成',
  expired: '超时',
}

const EVENT_LABELS: Record<string, string> = { scanned: '扫码' }

export const eventLabel = (kind: string): string => EVENT_LABELS[kind] ?? kind

export type Tone = 'good' | 'bad' | 'quiet'

/** In a few words how a device is, and how loudly to say it. */
export function presenceOf(device: Device, now: Date): { text: string; tone: Tone } {
  if (device.presence === 'revoked') return { text: '已停用', tone: 'quiet' }
  if (device.presence === 'never') return { text: '还没有连上', tone: 'quiet' }
  if (device.presence === 'away') return { text: `离线${since(device.seen_at, now)}`, tone: 'bad' }
  return device.trouble ? { text: '在线，有故障', tone: 'bad' } : { text: '在线', tone: 'good' }
}

/** `3分钟`, `2小时`, `5天`: how long ago, the largest unit only. */
export function since(iso: string | null, now: Date): string {
  if (!iso) return ''
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(iso)) / 60_000))
  if (minutes < 1) return '不到1分钟'
  if (minutes < 60) return `${minutes}分钟`
  return minutes < 1440 ? `${Math.floor(minutes / 60)}小时` : `${Math.floor(minutes / 1440)}天`
}

/** How far the clock is off, as people say it; nothing below a second. */
export function skewOf(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000)
  if (seconds < 1) return '准'
  const words = seconds < 120 ? `${seconds}秒` : `${Math.round(seconds / 60)}分钟`
  return milliseconds > 0 ? `慢${words}` : `快${words}`
}

/** Devices by the place they stand at, the hall itself first, revoked ones last in each. */
export function byPlace(devices: readonly Device[]): Map<string, Device[]> {
  const places = new Map<string, Device[]>()
  const ordered = [...devices].sort((a, b) => a.counter_id.localeCompare(b.counter_id) || Number(a.presence === 'revoked') - Number(b.presence === 'revoked'))
  for (const one of ordered) places.set(one.counter_id, [...(places.get(one.counter_id) ?? []), one])
  return places
}
