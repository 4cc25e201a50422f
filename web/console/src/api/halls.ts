/** Halls, their counters and the codes that hang there. */

import { getBlob, getJson, postJson, putJson } from './client'

export type OpenState = 'open' | 'closed'

export interface ItemName {
  code: string
  name: string
}

export interface Counter {
  id: string
  number: string
  name: string
  /** Empty: every item is served here. */
  items: ItemName[]
  /** Machines stand here, and nobody sits. */
  is_for_terminals: boolean
  state: OpenState
  version: number
}

/** How the hall's people call it: 「A01窗口 综合咨询」, 「Z01 自助服务」. */
export const placeName = (one: Counter): string => `${one.number}${one.is_for_terminals ? '' : '窗口'} ${one.name}`

export interface Hall {
  id: string
  name: string
  address: string
  place_id: string
  /** The street it belongs to; empty for the district's own. */
  region: string
  state: OpenState
  version: number
  counters: Counter[]
}

export interface HallList {
  halls: Hall[]
  regions: string[]
  items: ItemName[]
}

export interface PrintedCode {
  id: string
  item: ItemName
  /** Empty: it hangs at the hall's door. */
  counter_id: string
  counter_number: string
  url: string
  qr_svg: string
  made_by: string
  made_at: string
  withdrawn_at: string | null
}

export interface ScanFigures {
  since: string
  until: string
  opened: number
  refused: number
  by_way: Record<string, number>
  rows: { counter_number: string; kind: string; target: string; opened: number; refused: number }[]
  days: Record<string, number>
  unplaced: number
}

export type HallWish = Pick<Hall, 'name' | 'address' | 'place_id' | 'region' | 'state'>
export type CounterWish = Pick<Counter, 'number' | 'name' | 'is_for_terminals' | 'state'> & { items: string[] }
export type SheetKind = 'items' | 'counters' | 'hall'

const HALLS = '/staff/v1/halls'
const pathOf = (id: string): string => `${HALLS}/${encodeURIComponent(id)}`

export const listHalls = (): Promise<HallList> => getJson(HALLS)

export const saveHall = (id: string, wish: HallWish, version: number): Promise<Hall> =>
  putJson(pathOf(id), { ...wish, version })

export const saveCounter = (hall: string, id: string, wish: CounterWish, version: number): Promise<Hall> =>
  putJson(`${pathOf(hall)}/counters/${encodeURIComponent(id)}`, { ...wish, version })

export const listCodes = async (hall: string): Promise<PrintedCode[]> =>
  (await getJson<{ codes: PrintedCode[] }>(`${pathOf(hall)}/codes`)).codes

export const printCodes = async (hall: string, counter: string, items: string[]): Promise<PrintedCode[]> =>
  (await postJson<{ codes: PrintedCode[] }>(`${pathOf(hall)}/codes`, { counter_id: counter, items })).codes

export const withdrawCode = async (hall: string, id: string, isWithdrawn: boolean): Promise<PrintedCode[]> =>
  (await putJson<{ codes: PrintedCode[] }>(`${pathOf(hall)}/codes/${id}`, { is_withdrawn: isWithdrawn })).codes

export const getSheet = (hall: string, kind: SheetKind, counter = ''): Promise<Blob> =>
  getBlob(`${pathOf(hall)}/sheets/${kind}${counter ? `?counter=${encodeURIComponent(counter)}` : ''}`)

export const getScans = (hall: string, from: string, to: string): Promise<ScanFigures> =>
  getJson(`${pathOf(hall)}/scans`, { from, to })
