/** The visit at this terminal: the code on the screen or the card on the reader, the session lent to
 * it once somebody says whose visit it is, its end.
 *
 * The lent session is in this module's memory only. A page loaded anew knows none and ends whatever
 * was open: whoever stands there scans again.
 */

import { computed, reactive } from 'vue'

import { getJson, postJson, Refused, send } from '../http'
import { resetLook } from '../look'
import { secondsUntil, standingOf, TOUCH_EVERY_MS } from './idle'
import { wordsOf } from './saying'

const VISIT = '/hall/v1/self-service/visit'
const LOOK_MS = 1_500

interface Begun {
  url: string
  qr_svg: string
  expires_at: string
}

/** A card on the reader whose holder is asked. */
interface Asked {
  name: string
  expires_at: string
}

interface Told {
  state: 'none' | 'waiting' | 'claimed' | 'open' | 'ended'
  display_name: string
  token: string
  api_url: string
  idle_seconds: number
  reason: string
}

export type Ending = '' | 'left' | 'idle' | 'lost'
/** How the holder of a card answered, where they did not say yes. */
export type Answer = '' | 'denied' | 'refused' | 'lapsed'

export const visit = reactive({
  code: null as Begun | null,
  codeFault: '',
  asked: null as Asked | null,
  answer: '' as Answer,
  name: '',
  idleSeconds: 180,
  lastTouched: 0,
  now: Date.now(),
  ending: '' as Ending,
  isOpen: false,
})

/** Who may read it: nobody but `citizen.ts`, which sends it. */
let lent = { token: '', apiUrl: '' }
let ticking: ReturnType<typeof setInterval> | undefined
let looking: ReturnType<typeof setTimeout> | undefined
let touching: ReturnType<typeof setTimeout> | undefined

export const session = (): Readonly<typeof lent> => lent
const waitedFor = (): Begun | Asked | null => visit.code ?? visit.asked
/** Seconds in which the code is good, or the holder of the card may still answer. */
export const waitLeft = computed(() => {
  const waiting = waitedFor()
  return waiting ? secondsUntil(waiting.expires_at, visit.now) : 0
})
export const standing = computed(() => standingOf(visit.lastTouched, visit.now, visit.idleSeconds))

/** A new code on the screen; waits for a phone. */
export async function beginVisit(): Promise<void> {
  clearWaiting()
  try {
    visit.code = await postJson<Begun>(VISIT, undefined)
    keepLooking()
  } catch (error) {
    visit.codeFault = wordsOf(error)
  }
}

/** The holder of the card that was just read is asked; the same reading again is the same. Throws
 * Refused, with what to do. */
export async function askByCard(commandId: string): Promise<void> {
  clearWaiting()
  visit.asked = await postJson<Asked>(`${VISIT}/card`, { command_id: commandId })
  keepLooking()
}

function clearWaiting(): void {
  stopLooking()
  Object.assign(visit, { code: null, asked: null, codeFault: '', answer: '', ending: '' })
}

function keepLooking(): void {
  visit.now = Date.now()
  keepTime()
  looking = setTimeout(look, LOOK_MS)
}

/** The code is taken off the screen, the card's holder is asked no more. */
export async function cancelWaiting(): Promise<void> {
  stopLooking()
  visit.code = visit.asked = null
  await send(VISIT, { method: 'DELETE' }).catch(() => undefined)
}

async function look(): Promise<void> {
  const waiting = waitedFor()
  if (!waiting) return
  try {
    const told = await getJson<Told>(VISIT)
    if (waitedFor() !== waiting) return
    if (told.state === 'open' && told.token) return open(told)
    if (told.state === 'ended' || told.state === 'none') return void (await waitedInVain(told.reason))
  } catch (error) {
    if (error instanceof Refused && error.status === 403) visit.codeFault = error.message
  }
  looking = setTimeout(look, LOOK_MS)
}

/** A code is followed by the next; a card was answered, or nobody answered. */
async function waitedInVain(reason: string): Promise<void> {
  if (visit.code) return beginVisit()
  visit.answer = reason === 'denied' || reason === 'refused' ? reason : 'lapsed'
  visit.asked = null
}

function open(told: Told): void {
  lent = { token: told.token, apiUrl: told.api_url }
  const moment = Date.now()
  Object.assign(visit, {
    code: null, asked: null, name: told.display_name, idleSeconds: told.idle_seconds, lastTouched: moment,
    now: moment, isOpen: true,
  })
  keepTime()
}

/** Somebody touched the screen, or something they asked for is still under way. */
export function stir(): void {
  if (!visit.isOpen) return
  visit.lastTouched = visit.now = Date.now()
  touching ??= setTimeout(touch, TOUCH_EVERY_MS)
}

/** «继续使用»: told to the server at once. */
export async function goOn(): Promise<void> {
  stir()
  await touch()
}

async function touch(): Promise<void> {
  clearTimeout(touching)
  touching = undefined
  if (!visit.isOpen) return
  try {
    await postJson(`${VISIT}/touch`, undefined)
  } catch (error) {
    if (error instanceof Refused && error.status === 409) forget('lost')
  }
}

/** Everything of this person goes from the screen first, then the server is told. */
export async function leave(why: Ending = 'left'): Promise<void> {
  forget(why)
  await send(VISIT, { method: 'DELETE' }).catch(() => undefined)
}

/** The lent session is no longer good. */
export function lose(): void {
  if (visit.isOpen) forget('lost')
}

/** After the page was loaded: what may still be open is not ours any more. */
export async function startFresh(): Promise<void> {
  forget('')
  await send(VISIT, { method: 'DELETE' }).catch(() => undefined)
}

function forget(why: Ending): void {
  stopLooking()
  clearInterval(ticking)
  clearTimeout(touching)
  ticking = touching = undefined
  lent = { token: '', apiUrl: '' }
  Object.assign(visit, { code: null, asked: null, codeFault: '', answer: '', name: '', isOpen: false, ending: why })
  resetLook()
}

function keepTime(): void {
  ticking ??= setInterval(() => {
    visit.now = Date.now()
    if (visit.isOpen && standing.value.left === 0) void leave('idle')
  }, 500)
}

function stopLooking(): void {
  clearTimeout(looking)
}
