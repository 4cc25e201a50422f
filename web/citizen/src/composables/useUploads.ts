import { ref, type Ref } from 'vue'

import { materialPath, removeFile } from '@/api/cases'
import { ApiProblem, explain } from '@/api/problem'
import type { Case, CaseMaterial } from '@/api/types'
import { uploadFile, UploadCancelled } from '@/api/upload'
import { PARTS_FROM, UploadInParts } from '@/api/upload_in_parts'
import { addChosen } from '@/api/vault'
import { fileFault } from '@/domain/files'
import { freshId } from '@/domain/ids'
import { pickFiles, type PickedFile } from '@/platform/pick_files'
import { tell } from '@/stores/notices'

export interface FileOnTheWay {
  key: string
  materialId: string
  name: string
  size: number
  percent: number
  state: 'sending' | 'failed' | 'refused'
  problem: string
}

/**
 * The files of a case being sent: chosen, checked, sent one after another, with progress, cancel
 * and retry. The server's answer replaces the material in `document`.
 */
export function useUploads(document: Ref<Case | null>) {
  const onTheWay = ref<FileOnTheWay[]>([])
  const picked = new Map<string, PickedFile>()
  const uploads = new Map<string, { cancel(): void }>()
  /** Kept over a failure, so that a retry goes on where it stopped. */
  const inParts = new Map<string, UploadInParts>()

  /** The pre-review no longer holds; what it said of the other materials is still worth reading. */
  function replaceMaterial(fresh: CaseMaterial): void {
    const held = document.value
    const place = held?.materials.findIndex((material) => material.id === fresh.id) ?? -1
    if (!held || place < 0) return
    held.materials[place] = fresh
    if (!held.prereview) return
    const findings = held.prereview.findings.filter((finding) => finding.material_id !== fresh.id)
    held.prereview = { ...held.prereview, findings, is_current: false }
  }

  async function choose(material: CaseMaterial): Promise<void> {
    const room = material.max_files - material.files.length
    if (room <= 0) {
      tell(`这份材料最多传${material.max_files}个文件，请先删掉一个`)
      return
    }
    for (const file of await pickFiles(material.accept, room)) await begin(material, file)
  }

  async function begin(material: CaseMaterial, file: PickedFile): Promise<void> {
    const fault = fileFault(file, material.accept, material.max_file_bytes)
    const key = freshId()
    picked.set(key, file)
    onTheWay.value.push({
      key, materialId: material.id, name: file.name, size: file.size, percent: 0,
      state: fault ? 'refused' : 'sending', problem: fault ?? '',
    })
    if (!fault) await transmit(key)
  }

  async function transmit(key: string): Promise<void> {
    const entry = onTheWay.value.find((other) => other.key === key)
    const file = picked.get(key)
    if (!entry || !file) return
    Object.assign(entry, { state: 'sending', problem: '' })
    try {
      replaceMaterial(await (file.size < PARTS_FROM ? sendWhole(entry, file) : sendInParts(entry, file)))
      dismiss(key)
    } catch (error) {
      if (error instanceof UploadCancelled) dismiss(key)
      else Object.assign(entry, { state: failedState(error), problem: explain(error) + resumeWords(key, entry.percent) })
    } finally {
      uploads.delete(key)
    }
  }

  function sendWhole(entry: FileOnTheWay, file: PickedFile): Promise<CaseMaterial> {
    const path = materialPath(document.value?.number ?? '', entry.materialId)
    const upload = uploadFile(path, file, (percent) => (entry.percent = percent))
    uploads.set(entry.key, upload)
    return upload.done
  }

  async function sendInParts(entry: FileOnTheWay, file: PickedFile): Promise<CaseMaterial> {
    const upload = inParts.get(entry.key) ?? new UploadInParts(file, (percent) => (entry.percent = percent))
    inParts.set(entry.key, upload)
    uploads.set(entry.key, upload)
    const uploadId = await upload.send()
    return addChosen(document.value?.number ?? '', entry.materialId, { upload_id: uploadId })
  }

  async function addFromVault(materialId: string, fileId: string): Promise<void> {
    replaceMaterial(await addChosen(document.value?.number ?? '', materialId, { vault_file_id: fileId }))
  }

  /** A file the server looked at and refused stays refused; what did not arrive may be sent again. */
  function failedState(error: unknown): FileOnTheWay['state'] {
    return error instanceof ApiProblem && [413, 415, 422].includes(error.status) ? 'refused' : 'failed'
  }

  function resumeWords(key: string, percent: number): string {
    return inParts.has(key) && percent ? `已传 ${percent}%，重试会从断开的地方接着传。` : ''
  }

  function dismiss(key: string): void {
    picked.delete(key)
    inParts.delete(key)
    onTheWay.value = onTheWay.value.filter((entry) => entry.key !== key)
  }

  function cancel(key: string): void {
    const upload = uploads.get(key)
    if (upload) upload.cancel()
    else dismiss(key)
  }

  async function remove(materialId: string, fileId: string): Promise<void> {
    replaceMaterial(await removeFile(document.value?.number ?? '', materialId, fileId))
  }

  return { onTheWay, replaceMaterial, choose, retry: transmit, cancel, remove, addFromVault }
}
