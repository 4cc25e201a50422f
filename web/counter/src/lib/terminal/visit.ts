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

/** Counts who stands here: an answer to somebody who has turned away since is nobody's. */
let turn = 0
let lastRequest: Promise<unknown> = Promise.resolve()

/** The server hears of this visit in the order things were done here: a way out never overtakes what
 * it takes back. */
function inOrder<T>(request: () => Promise<T>): Promise<T> {
  const answer = lastRequest.then(request)
  lastRequest = answer.catch(() => undefined)
  return answer
}

const endThere = (): Promise<unknown> => inOrder(() => send(VISIT, { method: 'DELETE' })).catch(() => undefined)

/** A new code on the screen; waits for a phone. */
export async function beginVisit(): Promise<void> {
  const mine = clearWaiting()
  try {
    const code = await inOrder(() => postJson<Begun>(VISIT, undefined))
    if (mine !== turn) return
    visit.code = code
    keepLooking()
  } catch (error) {
    if (mine === turn) visit.codeFault = wordsOf(error)
  }
}

/** The holder of the card that was just read is asked; the same reading again is the same. Throws
 * Refused, with what to do. */
export async function askByCard(commandId: string): Promise<void> {
  const mine = clearWaiting()
  const asked = await inOrder(() => postJson<Asked>(`${VISIT}/card`, { command_id: commandId }))
  if (mine !== turn) return
  visit.asked = asked
  keepLooking()
}

function clearWaiting(): number {
  stopLooking()
  Object.assign(visit, { code: null, asked: null, codeFault: '', answer: '', ending: '' })
  return ++turn
}

function keepLooking(): void {
  visit.now = Date.now()
  keepTime()
  looking = setTimeout(look, LOOK_MS)
}

/** The code is taken off the screen, the card's holder is asked no more, also where the asking is
 * still under way. */
export async function cancelWaiting(): Promise<void> {
  clearWaiting()
  await endThere()
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
    if (waitedFor() !== waiting) return
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

/** Somebody touched the screen, or something they asked for is getting on. */
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

let keepTyped: (() => Promise<unknown>) | null = null

/** What saves the open form when the visit ends; must send before it first waits, while the session
 * is still good. */
export function onLeaving(keep: (() => Promise<unknown>) | null): void {
  keepTyped = keep
}

/** Everything of this person goes from the screen first, then the server is told. */
export async function leave(why: Ending = 'left'): Promise<void> {
  const kept = keepTyped?.().catch(() => undefined)
  forget(why)
  await inOrder(async () => {
    await kept
    await send(VISIT, { method: 'DELETE' })
  }).catch(() => undefined)
}

/** The lent session is no longer good. */
export function lose(): void {
  if (visit.isOpen) forget('lost')
}

/** After the page was loaded: what may still be open is not ours any more. */
export async function startFresh(): Promise<void> {
  forget('')
  await endThere()
}

function forget(why: Ending): void {
  clearWaiting()
  clearInterval(ticking)
  clearTimeout(touching)
  ticking = touching = undefined
  lent = { token: '', apiUrl: '' }
  keepTyped = null
  Object.assign(visit, { name: '', isOpen: false, ending: why })
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
