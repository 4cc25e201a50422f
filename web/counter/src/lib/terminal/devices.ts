/** What the terminal asks of the devices beside it: asked once, then looked at until it ends. */

import { getJson, postJson, Refused } from '../http'
import { DeviceFailed } from './saying'
import { stir } from './visit'

const LOOK_MS = 700
const ENDED = new Set(['done', 'failed', 'expired'])

export interface Command {
  id: string
  state: 'queued' | 'sent' | 'acknowledged' | 'done' | 'failed' | 'expired'
  reason: string
}

export interface Done extends Command {
  result: Record<string, unknown> | null
}

export interface Wish {
  verb: 'take_picture' | 'print' | 'read_id_card'
  concerns?: string
  title?: string
  lines?: string[]
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks and waits. Throws Refused (nobody was asked) or DeviceFailed. */
export async function useDevice(wish: Wish, onState: (state: Command['state']) => void = () => {}): Promise<Done> {
  return untilEnded(await asked(wish), onState)
}

const asked = (wish: Wish): Promise<Command> =>
  postJson('/hall/v1/device-commands', { ...wish, request_id: crypto.randomUUID() })

/** Waiting is using: the visit does not end while a machine works for it. */
export function untilEnded(command: Command, onState: (state: Command['state']) => void): Promise<Done> {
  return followed(command, (state) => {
    stir()
    onState(state)
  })
}

async function followed(command: Command, onState: (state: Command['state']) => void): Promise<Done> {
  let now: Done = { ...command, result: null }
  for (;;) {
    onState(now.state)
    if (now.state === 'done' && now.result !== null) return now
    if (now.state === 'failed' || now.state === 'expired') throw new DeviceFailed(now.reason)
    if (!ENDED.has(now.state)) await pause(LOOK_MS)
    now = await looked(now)
    if (now.state === 'done') return now
  }
}

/** A look that did not get through is made again. */
async function looked(last: Done): Promise<Done> {
  try {
    return await getJson<Done>(`/hall/v1/device-commands/${last.id}`)
  } catch (error) {
    if (error instanceof Refused && error.status > 0 && error.status < 500) throw error
    return last
  }
}

let reading: Promise<Done> | null = null

/** The next card on the reader. Whoever turned away before laying one down left it waiting: the
 * next person's card answers that same question, and no visit goes on by it. */
export function readCard(): Promise<Done> {
  reading ??= asked({ verb: 'read_id_card' })
    .then((command) => followed(command, () => {}))
    .finally(() => (reading = null))
  return reading
}

export interface Picture {
  url: string
  file: File
}

/** What a document camera gave, to look at and to send. Throws where it is no picture. */
export function pictureOf(result: Record<string, unknown> | null): Picture {
  const kind = String(result?.media_type ?? '')
  const text = String(result?.picture ?? '')
  if (!/^image\/(jpeg|png)$/.test(kind) || !text) throw new DeviceFailed('没有拍到照片，请再拍一次。')
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  const name = `高拍仪照片.${kind === 'image/png' ? 'png' : 'jpg'}`
  return { url: `data:${kind};base64,${text}`, file: new File([bytes], name, { type: kind }) }
}
