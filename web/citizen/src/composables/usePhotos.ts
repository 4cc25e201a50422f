import { ref } from 'vue'

import { explain } from '@/api/problem'
import { UploadCancelled } from '@/api/upload'
import { UploadInParts } from '@/api/upload_in_parts'
import { useSignInGate } from '@/composables/useSignInGate'
import { buildCommand } from '@/domain/commands'
import { fileFault } from '@/domain/files'
import { pickFiles, type PickedFile } from '@/platform/pick_files'

const ACCEPT = ['jpg', 'png', 'heic', 'pdf', 'ofd', 'docx']
const LARGEST = 20 * 1024 * 1024

export interface PhotoOnTheWay {
  name: string
  percent: number
  problem: string
  canRetry: boolean
}

/**
 * A photo of a material sent in the talk: it goes into 我的资料 first, and is then named to the
 * assistant, which tells what it is and where it was put.
 */
export function usePhotos(route: string, say: (text: string, payload: string) => void) {
  const photo = ref<PhotoOnTheWay | null>(null)
  const gate = useSignInGate()
  let upload: UploadInParts | null = null

  async function choose(): Promise<void> {
    if (photo.value && !photo.value.problem) return
    if (!gate.passes(route)) return
    const [file] = await pickFiles(ACCEPT, 1)
    if (file) await begin(file)
  }

  async function begin(file: PickedFile): Promise<void> {
    const fault = fileFault(file, ACCEPT, LARGEST)
    photo.value = { name: file.name, percent: 0, problem: fault ?? '', canRetry: false }
    if (fault) return
    upload = new UploadInParts(file, (percent) => photo.value && (photo.value.percent = percent))
    await send()
  }

  async function send(): Promise<void> {
    const held = photo.value
    if (!held || !upload) return
    Object.assign(held, { problem: '', canRetry: false })
    try {
      const uploadId = await upload.send()
      photo.value = null
      say(`［照片］${held.name}`, buildCommand('photo_show', { upload_id: uploadId }))
    } catch (error) {
      if (error instanceof UploadCancelled) photo.value = null
      else if (!gate.caught(error, route)) Object.assign(held, { problem: explain(error), canRetry: true })
    }
  }

  /** Stop what is being sent, or put away what failed. */
  function drop(): void {
    if (photo.value && !photo.value.problem) upload?.cancel()
    else photo.value = null
  }

  return { photo, choose, send, drop }
}
