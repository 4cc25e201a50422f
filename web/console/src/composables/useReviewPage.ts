import { onScopeDispose, ref, watch, type Ref } from 'vue'

import { getReviewFile, getReviewPage } from '@/api/prereviews'
import { ApiProblem, describeError } from '@/api/problem'
import type { MaterialFile } from '@/api/types'
import { fileView, isPaged } from '@/logic/files'

export interface Sheet {
  materialId: string
  materialName: string
  file: MaterialFile
}

export interface ReviewPage {
  url: Ref<string | null>
  trouble: Ref<string | null>
  page: Ref<number>
  /** Known once somebody turned to the page after it. */
  lastPage: Ref<number | null>
  turn: (step: number) => void
}

/** The opened page of a file as a picture under a blob address: an image itself, PDF and OFD drawn. */
export function useReviewPage(reviewId: Ref<string>, sheet: Ref<Sheet | null>): ReviewPage {
  const url = ref<string | null>(null)
  const trouble = ref<string | null>(null)
  const page = ref(1)
  const lastPage = ref<number | null>(null)
  let asked = new AbortController()

  function giveBack(): void {
    asked.abort()
    if (url.value) URL.revokeObjectURL(url.value)
    url.value = null
  }

  function fetchPage({ materialId, file }: Sheet, signal: AbortSignal): Promise<Blob> {
    if (isPaged(file)) return getReviewPage(reviewId.value, materialId, file.id, page.value, signal)
    return getReviewFile(reviewId.value, materialId, file.id, signal)
  }

  async function load(): Promise<void> {
    giveBack()
    trouble.value = null
    const target = sheet.value
    if (!target) return
    if (!isPaged(target.file) && fileView(target.file) === 'download') {
      trouble.value = '这种文件不能在这里查看，请到办件页下载后打开。'
      return
    }
    const mine = new AbortController()
    asked = mine
    try {
      const lent = URL.createObjectURL(await fetchPage(target, mine.signal))
      if (mine.signal.aborted) URL.revokeObjectURL(lent)
      else url.value = lent
    } catch (error) {
      if (mine.signal.aborted) return
      if (error instanceof ApiProblem && error.status === 404 && page.value > 1) {
        lastPage.value = page.value - 1
        page.value = lastPage.value
      } else trouble.value = describeError(error)
    }
  }

  function turn(step: number): void {
    const hasPages = sheet.value !== null && isPaged(sheet.value.file)
    const next = page.value + step
    if (hasPages && next >= 1 && (lastPage.value === null || next <= lastPage.value)) page.value = next
  }

  watch(
    () => sheet.value?.file.id,
    () => {
      lastPage.value = sheet.value && !isPaged(sheet.value.file) ? 1 : null
      if (page.value === 1) void load()
      else page.value = 1
    },
    { immediate: true },
  )
  watch(page, () => void load())
  onScopeDispose(giveBack)
  return { url, trouble, page, lastPage, turn }
}
