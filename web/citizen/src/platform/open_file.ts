/** Showing an uploaded file, which needs the citizen's token to be fetched. */

import { apiUrl, bearer } from '@/api/client'
import { problemFrom, unreachable } from '@/api/problem'
import { isH5 } from '@/platform/target'

/**
 * Open the file at API `path` in a viewer.
 * @throws ApiProblem where it cannot be had.
 */
export async function openFile(path: string, mediaType: string): Promise<void> {
  const header = { Authorization: `Bearer ${await bearer()}` }
  if (isH5) await openInBrowser(apiUrl(path), header)
  else await openInMiniProgram(apiUrl(path), header, mediaType)
}

async function openInBrowser(url: string, headers: Record<string, string>): Promise<void> {
  // The window is opened before the wait: browsers block the ones opened after it.
  const view = window.open('', '_blank')
  const response = await fetch(url, { headers }).catch(() => null)
  if (!response?.ok) {
    view?.close()
    throw response ? problemFrom(response.status, await response.text()) : unreachable()
  }
  const address = URL.createObjectURL(await response.blob())
  if (view) view.location.href = address
}

function openInMiniProgram(url: string, header: Record<string, string>, mediaType: string): Promise<void> {
  return new Promise((resolve, reject) => {
    uni.downloadFile({
      url,
      header,
      success: ({ statusCode, tempFilePath }) => {
        if (statusCode !== 200) return reject(problemFrom(statusCode, {}))
        if (mediaType.startsWith('image/')) uni.previewImage({ urls: [tempFilePath] })
        else uni.openDocument({ filePath: tempFilePath, showMenu: true })
        resolve()
      },
      fail: () => reject(unreachable()),
    })
  })
}
