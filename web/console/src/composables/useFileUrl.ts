import { onScopeDispose, ref, watch, type Ref } from 'vue'

import { describeError } from '@/api/problem'
import { getMaterialFile } from '@/api/staff'
import type { MaterialFile } from '@/api/types'
import { fileView } from '@/logic/files'

export interface OpenedFile {
  materialId: string
  file: MaterialFile
}

/** Where a file comes from, if not from a case handed in. */
export type ReadFile = (materialId: string, fileId: string, signal: AbortSignal) => Promise<Blob>

export interface FileUrl {
  url: Ref<string | null>
  trouble: Ref<string | null>
  reload: () => Promise<void>
}

/** Fetches the opened file with the token and lends it to the page under a blob address. */
export function useFileUrl(number: Ref<string>, opened: Ref<OpenedFile | null>, read?: ReadFile): FileUrl {
  const url = ref<string | null>(null)
  const trouble = ref<string | null>(null)
  let asked = new AbortController()

  function giveBack(): void {
    asked.abort()
    if (url.value) URL.revokeObjectURL(url.value)
    url.value = null
  }

  async function reload(): Promise<void> {
    giveBack()
    trouble.value = null
    const target = opened.value
    if (!target) return
    const mine = new AbortController()
    asked = mine
    try {
      const { materialId, file } = target
      const blob = await (read
        ? read(materialId, file.id, mine.signal)
        : getMaterialFile(number.value, materialId, file.id, mine.signal))
      // A type we do not show is never allowed to render inside the console's origin.
      const type = fileView(file) === 'download' ? 'application/octet-stream' : file.media_type
      const lent = URL.createObjectURL(new Blob([blob], { type }))
      if (mine.signal.aborted) URL.revokeObjectURL(lent)
      else url.value = lent
    } catch (error) {
      if (!mine.signal.aborted) trouble.value = describeError(error)
    }
  }

  watch(opened, () => void reload(), { immediate: true })
  onScopeDispose(giveBack)
  return { url, trouble, reload }
}
