/** Writing into one field of a handoff at a time on the counter's screen.
 *
 * What is typed and not sent is kept here, not in the panel: the clerk may put something else up
 * meanwhile. It goes with its handoff.
 */

import { computed, onUnmounted, reactive, ref } from 'vue'

import { holdField, leaveField, proposeEdit, type SharedField } from './handoff'
import { t } from './look'

interface Draft {
  text: string
  /** As the field was when writing began: its words, and its mark. */
  start: string
  mark: string
}

const RENEW_MS = 4_000
const kept = reactive({ handoff: '', drafts: new Map<string, Draft>() })

/** Another visitor's handoff, or none: nothing of the one before stays. */
export function keepDraftsOf(handoff: string): void {
  if (kept.handoff === handoff) return
  kept.handoff = handoff
  kept.drafts.clear()
}

/**
 * @param path of the handoff at the bridge
 * @param handoff its id
 */
export function useGlass(path: string, handoff: string) {
  keepDraftsOf(handoff)
  const editing = ref('')
  const trouble = ref('')
  /** The field pressed last; the answers to earlier presses come too late. */
  let wanted = ''
  let renewal: ReturnType<typeof setInterval> | undefined

  const text = computed({
    get: () => kept.drafts.get(editing.value)?.text ?? '',
    set: (typed: string) => {
      const draft = kept.drafts.get(editing.value)
      if (draft) draft.text = typed
    },
  })
  const isUnsent = (field: string): boolean => {
    const draft = kept.drafts.get(field)
    return draft !== undefined && draft.text !== draft.start
  }
  const letGo = (field: string): void => void leaveField(path, field).catch(() => undefined)

  /** Opens the field with what was typed there before, else with `start`. */
  async function begin(field: SharedField, start: string): Promise<void> {
    if (wanted === field.id) return
    wanted = field.id
    const refusal = await take(field)
    if (wanted !== field.id) return void (refusal || letGo(field.id))
    trouble.value = refusal
    if (refusal) {
      wanted = editing.value
      return
    }
    if (editing.value === field.id) return
    close()
    if (!isUnsent(field.id)) kept.drafts.set(field.id, { text: start, start, mark: field.mark ?? '' })
    editing.value = field.id
    renewal = setInterval(() => void holdField(path, field.id).catch(() => undefined), RENEW_MS)
  }

  /** Why the field cannot be written in now; empty once it is ours. */
  async function take(field: SharedField): Promise<string> {
    try {
      return (await holdField(path, field.id)).is_yours ? '' : t('handoff.taken', { field: field.label })
    } catch (error) {
      return error instanceof Error ? error.message : ''
    }
  }

  function close(): void {
    clearInterval(renewal)
    if (editing.value) letGo(editing.value)
    if (wanted === editing.value) wanted = ''
    editing.value = ''
  }

  /** What was typed is wanted no more, or was sent. */
  function finish(field: string): void {
    kept.drafts.delete(field)
    if (editing.value === field) close()
  }

  async function propose(field: SharedField): Promise<void> {
    const draft = kept.drafts.get(field.id)
    if (!draft) return
    try {
      trouble.value = await proposeEdit(path, field, draft)
      if (!trouble.value) finish(field.id)
    } catch (error) {
      trouble.value = error instanceof Error ? error.message : ''
    }
  }

  onUnmounted(() => {
    wanted = ''
    close()
  })
  return { editing, text, trouble, isUnsent, begin, finish, propose }
}
