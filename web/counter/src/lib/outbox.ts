/**
 * What visitors gave is kept on the device until the server has said that it has it.
 *
 * Each thing has a key made here; the server takes a key once, so sending again is safe, and a
 * bridge that dies, or a cable pulled out, costs nothing.
 */

import { reactive } from 'vue'

import { Refused, send } from './http'

export interface Parcel {
  key: string
  showingId: string
  /** Where it goes, and with which secret (a phone has one of its own). */
  path: string
  token?: string
  /** What is sent: JSON, or the parts of a form with a picture. */
  body: Record<string, unknown>
  picture?: Blob
  label: string
  madeAt: string
}

const OUTCOMES = ['accepted', 'duplicate', 'conflict'] as const

export interface Report {
  key: string
  label: string
  outcome: (typeof OUTCOMES)[number]
  detail: string
  /** Somebody said that he has read it. */
  isRead: boolean
}

interface Delivered {
  outcome: Report['outcome']
  detail: string
  is_repeat: boolean
}

/** What waits, by showing, and what became of what was sent: all that screens need to know. */
export const outbox = reactive<{ waiting: Pick<Parcel, 'key' | 'showingId' | 'label'>[]; reports: Report[] }>({
  waiting: [],
  reports: [],
})

const NAME = 'counter'
const STORE = 'outbox'
const AGAIN_MS = 4_000
/** Answers that will not change by asking again. A device that may not speak for that counter now
 * (moved, cut off) may again tomorrow: what it holds stays. */
const FINAL = new Set([400, 404, 409, 413, 415, 422])
const NOT_NOW = new Set([401, 403])
/** Two wrote at once, and this was the other one: nothing was kept of it, and it comes again. */
const RACED = 'conflict'

let opened: Promise<IDBDatabase> | null = null

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'key' })
    asked.onsuccess = () => {
      asked.result.onclose = asked.result.onversionchange = () => {
        asked.result.close()
        opened = null
      }
      resolve(asked.result)
    }
    asked.onerror = () => reject(asked.error)
  })
}

/** A connection that did not open, or that the browser closed, is asked for anew the next time. */
async function begin(mode: IDBTransactionMode): Promise<IDBTransaction> {
  opened ??= openDatabase()
  try {
    return (await opened).transaction(STORE, mode)
  } catch (error) {
    opened = null
    throw error
  }
}

async function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = await begin(mode)
  const asked = act(transaction.objectStore(STORE))
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result)
    transaction.onerror = () => reject(transaction.error)
    transaction.onabort = () => reject(transaction.error)
  })
}

/** All that waits, oldest first. */
export async function parcels(): Promise<Parcel[]> {
  const all = await inStore<Parcel[]>('readonly', (store) => store.getAll())
  return all.sort((a, b) => a.madeAt.localeCompare(b.madeAt))
}

async function recount(): Promise<void> {
  outbox.waiting = (await parcels()).map(({ key, showingId, label }) => ({ key, showingId, label }))
}

/** Keeps a parcel for good, then tries to send it; where it cannot be kept, it is sent at once.
 * @returns whether it is safe, here or with the server */
export async function post(parcel: Parcel): Promise<boolean> {
  try {
    await inStore('readwrite', (store) => store.put(parcel))
    await recount()
  } catch {
    return sendUnkept(parcel)
  }
  tryDelivering()
  return true
}

async function sendUnkept(parcel: Parcel): Promise<boolean> {
  const report = await sendOne(parcel)
  if (!report || report === 'held') return false
  tell(report)
  return true
}

/** What went well needs no reading. */
function tell(report: Report): void {
  if (report.outcome !== 'accepted') outbox.reports.push(report)
}

/** Why what was given under this key did not count; undefined where it counts, or may still. */
export const refusalOf = (key: string): Report | undefined =>
  outbox.reports.find((report) => report.key === key && report.outcome === 'conflict')

export const newKey = (): string => crypto.randomUUID()

/** Showings of which something is on its way. */
const underway = new Map<string, Promise<void>>()

/** Sends what waits. Things of one showing go one after another; showings do not wait for each
 * other, so that a photo on a slow network keeps nobody else's signature. */
export async function deliver(): Promise<void> {
  await recount()
  const showings = new Set(outbox.waiting.map(({ showingId }) => showingId))
  await Promise.all([...showings].map(deliverOnce))
}

function deliverOnce(showingId: string): Promise<void> {
  const going = underway.get(showingId) ?? deliverShowing(showingId).finally(() => underway.delete(showingId))
  underway.set(showingId, going)
  return going
}

async function deliverShowing(showingId: string): Promise<void> {
  const waiting = (await parcels()).filter((parcel) => parcel.showingId === showingId)
  for (const parcel of waiting) {
    const report = await sendOne(parcel)
    if (report === 'held') continue
    if (!report) break
    await inStore('readwrite', (store) => store.delete(parcel.key))
    tell(report)
    await recount()
  }
}

/** What became of it; null where the server itself did not say, `held` where it hears others only. */
async function sendOne(parcel: Parcel): Promise<Report | 'held' | null> {
  const { key, label } = parcel
  try {
    const answer = (await (await send(parcel.path, request(parcel))).json()) as Partial<Delivered> | null
    const outcome = OUTCOMES.find((known) => known === answer?.outcome)
    return outcome ? { key, label, outcome, detail: answer?.detail ?? '', isRead: false } : null
  } catch (error) {
    if (error instanceof Refused && NOT_NOW.has(error.status)) return 'held'
    if (!(error instanceof Refused) || !FINAL.has(error.status) || error.code === RACED) return null
    return { key, label, outcome: 'conflict', detail: error.message, isRead: false }
  }
}

function request(parcel: Parcel): Parameters<typeof send>[1] {
  const token = parcel.token === undefined ? {} : { token: parcel.token }
  const made = { ...parcel.body, key: parcel.key, made_at: parcel.madeAt }
  if (!parcel.picture) return { method: 'POST', body: made, ...token }
  const form = new FormData()
  Object.entries(made).forEach(([name, value]) => form.append(name, String(value)))
  form.append('file', parcel.picture, '拍照.jpg')
  return { method: 'POST', body: form, ...token }
}

/** Begins with what an earlier page left, and tries again for as long as anything waits. */
export function keepDelivering(): void {
  tryDelivering()
  setInterval(tryDelivering, AGAIN_MS)
  addEventListener('online', tryDelivering)
}

/** Without its store the page has nothing to deliver, and goes on. */
function tryDelivering(): void {
  void deliver().catch(() => undefined)
}
