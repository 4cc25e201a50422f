import { ref, watch, type Ref } from 'vue'

import {
  holdField, leaveField, sendEdits, type CounterHandoff, type EditResult, type EditWish,
} from '@/api/counter_handoffs'
import { ApiProblem, explain } from '@/api/problem'
import type { FormField } from '@/api/types'
import { fieldValue } from '@/domain/form'
import { freshId } from '@/domain/ids'
import { forget, load, save } from '@/platform/storage'

const PAUSE_MS = 700
const AGAIN_MS = 3_000
const RENEW_MS = 4_000

const KEPT = {
  away: '网络断了：填的内容已留在手机上，联网后自动送出。',
  busy: '服务暂时没有回应：填的内容已留在手机上，稍后自动再送。',
  signedOut: '登录已过期：填的内容已留在手机上，请重新登录后回到这里，会接着送出。',
}

/** What to say where the edits stay on the phone; empty where the server refused them for good. */
function whyKept(error: unknown): string {
  // What is no problem of the API's is a page put in its place, as a hotel's network does.
  if (!(error instanceof ApiProblem)) return KEPT.busy
  if (error.status === 401) return KEPT.signedOut
  if (error.status === 0) return KEPT.away
  return error.isTemporary ? KEPT.busy : ''
}

interface Kept {
  handoff: string
  edits: EditWish[]
}

/**
 * The form that phone and counter share: what is typed, what is not sent yet, who writes where.
 *
 * An edit keeps the version it was written over and its own id until the server has answered, also
 * without a network and over a restart: sent twice, it is one edit.
 */
export function useSharedForm(handoff: Ref<CounterHandoff | null>, read: () => Promise<void>) {
  const texts = ref<Record<string, string>>({})
  const faults = ref<Record<string, string>>({})
  const note = ref('')
  const waiting = new Map<string, EditWish>()
  const held = new Map<string, ReturnType<typeof setInterval>>()
  let pause: ReturnType<typeof setTimeout> | undefined
  let sending: Promise<void> | null = null
  let isOver = false

  function keep(): void {
    if (waiting.size && handoff.value) save('shared_edits', { handoff: handoff.value.id, edits: [...waiting.values()] })
    else forget('shared_edits')
  }

  /** What is in the draft, except where something is being written. */
  function fill(now: CounterHandoff): void {
    for (const field of Object.keys(now.marks)) {
      if (!waiting.has(field) && !held.has(field)) texts.value[field] = String(now.form[field] ?? '')
    }
  }

  function takeUp(now: CounterHandoff): void {
    const kept = load<Kept>('shared_edits')
    if (!kept) return
    if (kept.handoff !== now.id) return forget('shared_edits')
    for (const edit of kept.edits) {
      waiting.set(edit.field, edit)
      texts.value[edit.field] = String(edit.value ?? '')
    }
    void flush()
  }

  function change(field: FormField, text: string): void {
    const now = handoff.value
    if (!now) return
    texts.value[field.id] = text
    delete faults.value[field.id]
    hold(field.id)
    const before = waiting.get(field.id)
    const base = before?.base ?? now.marks[field.id] ?? ''
    waiting.set(field.id, { edit_id: freshId(), field: field.id, base, value: fieldValue(field, text) })
    keep()
    clearTimeout(pause)
    pause = setTimeout(() => void flush(), PAUSE_MS)
  }

  function hold(field: string): void {
    const id = handoff.value?.id
    if (!id || held.has(field)) return
    const renew = (): void => void holdField(id, field).catch(() => undefined)
    held.set(field, setInterval(renew, RENEW_MS))
    renew()
  }

  async function leave(field: string): Promise<void> {
    clearInterval(held.get(field))
    if (!held.delete(field) || !handoff.value) return
    await flush()
    await leaveField(handoff.value.id, field).catch(() => undefined)
  }

  function settle(result: EditResult, sent: EditWish): void {
    if (result.outcome === 'locked') {
      note.value = '工作人员正在填这一项，稍后自动再送。'
      return
    }
    const now = waiting.get(sent.field)
    if (now?.edit_id === sent.edit_id) waiting.delete(sent.field)
    else if (now && result.mark) waiting.set(sent.field, { ...now, base: result.mark })
    if (result.mark && handoff.value) handoff.value.marks[sent.field] = result.mark
    if (result.outcome === 'invalid') faults.value[sent.field] = result.message
  }

  async function send(): Promise<void> {
    const id = handoff.value?.id ?? ''
    const edits = [...waiting.values()]
    let isSignedOut = false
    try {
      const results = await sendEdits(id, edits)
      note.value = ''
      results.forEach((result, at) => settle(result, edits[at]!))
      await read()
    } catch (error) {
      const kept = whyKept(error)
      note.value = kept || explain(error)
      if (!kept) refuse(edits, error)
      isSignedOut = kept === KEPT.signedOut
    }
    keep()
    clearTimeout(pause)
    if (waiting.size && !isSignedOut && !isOver) pause = setTimeout(() => void flush(), AGAIN_MS)
  }

  /** The server will not have them: only these go, whatever was typed meanwhile stays. */
  function refuse(edits: EditWish[], error: unknown): void {
    for (const edit of edits) {
      if (waiting.get(edit.field)?.edit_id !== edit.edit_id) continue
      waiting.delete(edit.field)
      faults.value[edit.field] = `${explain(error)}刚才填的没有存上，请核对后再填一次。`
    }
  }

  /** One sending at a time. */
  async function flush(): Promise<void> {
    clearTimeout(pause)
    if (sending) await sending
    if (!waiting.size || !handoff.value) return
    sending = send().finally(() => (sending = null))
    await sending
  }

  function rest(): void {
    isOver = true
    clearTimeout(pause)
    for (const field of [...held.keys()]) void leave(field)
  }

  let begun = ''
  watch(handoff, (now) => {
    if (!now?.may_fill) return
    if (begun !== now.id) takeUp(now)
    begun = now.id
    fill(now)
  }, { immediate: true })

  return { texts, faults, note, change, leave, flush, rest }
}
