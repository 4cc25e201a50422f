import { ref } from 'vue'

import { UploadInParts } from '@/api/upload_in_parts'
import { explain } from '@/api/problem'
import { UploadCancelled } from '@/api/upload'
import { answerConsent, changeVaultFile, listVault, withdrawVaultFile, type VaultFile } from '@/api/vault'
import { fileFault } from '@/domain/files'
import { freshId } from '@/domain/ids'
import { pickFiles, type PickedFile } from '@/platform/pick_files'
import { tell } from '@/stores/notices'

export const VAULT_ACCEPT = ['pdf', 'jpg', 'png', 'heic', 'ofd', 'docx', 'zip']
const MAX_BYTES = 20 * 1024 * 1024

interface Sending {
  key: string
  name: string
  size: number
  percent: number
  problem: string
  canRetry: boolean
}

/** The citizen's files: read page by page, sent in parts, changed and taken back. */
export function useVault() {
  const files = ref<VaultFile[] | null>(null)
  const next = ref('')
  const consent = ref<boolean | null>(null)
  const sending = ref<Sending[]>([])
  const uploads = new Map<string, UploadInParts>()

  /** @throws ApiProblem. */
  async function read(more = false): Promise<void> {
    const page = await listVault(more ? next.value : '')
    files.value = more ? [...(files.value ?? []), ...page.items] : page.items
    next.value = page.next ?? ''
    consent.value = page.consent
  }

  async function add(): Promise<void> {
    for (const file of await pickFiles(VAULT_ACCEPT, 5)) await begin(file)
  }

  async function begin(file: PickedFile): Promise<void> {
    const key = freshId()
    const fault = fileFault(file, VAULT_ACCEPT, MAX_BYTES)
    sending.value.push({ key, name: file.name, size: file.size, percent: 0, problem: fault ?? '', canRetry: false })
    if (fault) return
    const entry = sending.value.at(-1)
    uploads.set(key, new UploadInParts(file, (percent) => entry && (entry.percent = percent)))
    await send(key)
  }

  async function send(key: string): Promise<void> {
    const entry = sending.value.find((other) => other.key === key)
    const upload = uploads.get(key)
    if (!entry || !upload) return
    Object.assign(entry, { problem: '', canRetry: false })
    try {
      await upload.send()
    } catch (error) {
      if (error instanceof UploadCancelled) dismiss(key)
      else Object.assign(entry, { problem: explain(error), canRetry: true })
      return
    }
    dismiss(key)
    await read().catch(() => tell(`「${entry.name}」已存好，只是列表没有读出来，请稍后重新打开本页。`))
  }

  function dismiss(key: string): void {
    uploads.delete(key)
    sending.value = sending.value.filter((entry) => entry.key !== key)
  }

  function cancel(key: string): void {
    const entry = sending.value.find((other) => other.key === key)
    uploads.get(key)?.cancel()
    if (entry?.problem) dismiss(key)
  }

  async function change(id: string, changes: Parameters<typeof changeVaultFile>[1]): Promise<void> {
    try {
      const changed = await changeVaultFile(id, changes)
      files.value = (files.value ?? []).map((file) => (file.id === id ? changed : file))
    } catch (error) {
      tell(explain(error))
    }
  }

  async function withdraw(id: string): Promise<boolean> {
    try {
      tell((await withdrawVaultFile(id)).message)
      files.value = (files.value ?? []).filter((file) => file.id !== id)
      return true
    } catch (error) {
      tell(explain(error))
      return false
    }
  }

  async function answer(isGiven: boolean): Promise<void> {
    try {
      consent.value = (await answerConsent(isGiven)).consent
    } catch (error) {
      tell(explain(error))
    }
  }

  return { files, next, consent, sending, read, add, retry: send, cancel, change, withdraw, answer }
}
