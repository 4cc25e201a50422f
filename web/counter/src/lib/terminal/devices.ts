/** What the terminal asks of the devices beside it: asked once, then looked at until it ends. */

import { getJson, postJson, Refused } from '../http'
import { t } from '../look'
import { WAITED_MS } from './idle'
import { DeviceFailed } from './saying'
import { stir } from './visit'

const LOOK_MS = 700
/** So long without a word from the server, and nobody waits on. */
const SILENT_MS = 90_000

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

type OnState = (state: Command['state']) => void

/** Asks and waits, until `signal` says that nobody waits any more. Throws Refused (nobody was asked),
 * DeviceFailed, or what the signal was aborted with. */
export async function useDevice(wish: Wish, onState: OnState = () => {}, signal?: AbortSignal): Promise<Done> {
  return untilEnded(await asked(wish), onState, signal)
}

const asked = (wish: Wish): Promise<Command> =>
  postJson('/hall/v1/device-commands', { ...wish, request_id: crypto.randomUUID() })

/** Waiting is using, for a while: the visit does not end as soon as a machine works for it. */
export function untilEnded(command: Command, onState: OnState, signal?: AbortSignal): Promise<Done> {
  const until = Date.now() + WAITED_MS
  return followed(command, (state) => {
    if (Date.now() < until) stir()
    onState(state)
  }, signal)
}

/** `onState` hears the server's answers only, never the silence of a network that is away. */
async function followed(command: Command, onState: OnState, signal?: AbortSignal): Promise<Done> {
  let now = command
  let heardAt = Date.now()
  onState(now.state)
  for (;;) {
    if (now.state === 'failed' || now.state === 'expired') throw new DeviceFailed(now.reason)
    await pause(LOOK_MS)
    signal?.throwIfAborted()
    const next = await looked(command.id)
    if (next?.state === 'done') return next
    if (next) {
      now = next
      heardAt = Date.now()
      onState(now.state)
    } else if (Date.now() - heardAt > SILENT_MS) throw new DeviceFailed(t('self.deviceLate'))
  }
}

/** Null for a look that did not get through: it is made again. */
async function looked(id: string): Promise<Done | null> {
  try {
    return await getJson<Done>(`/hall/v1/device-commands/${id}`)
  } catch (error) {
    if (error instanceof Refused && error.status > 0 && error.status < 500) throw error
    return null
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
  if (!/^image\/(jpeg|png)$/.test(kind) || !text) throw new DeviceFailed(t('self.cameraNothing'))
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  const name = `高拍仪照片.${kind === 'image/png' ? 'png' : 'jpg'}`
  return { url: `data:${kind};base64,${text}`, file: new File([bytes], name, { type: kind }) }
}
