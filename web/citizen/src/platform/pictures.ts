/** Pictures: small ones that need the citizen's token to be fetched, and looking at one closely. */

import { apiUrl, bearer } from '@/api/client'
import { isH5 } from '@/platform/target'

/** An address an `image` can show, or an empty string where the picture cannot be had. */
export async function pictureAddress(path: string): Promise<string> {
  const header = { Authorization: `Bearer ${await bearer()}` }
  return isH5 ? fromBrowser(apiUrl(path), header) : fromMiniProgram(apiUrl(path), header)
}

async function fromBrowser(url: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(url, { headers }).catch(() => null)
  return response?.ok ? URL.createObjectURL(await response.blob()) : ''
}

function fromMiniProgram(url: string, header: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    uni.downloadFile({
      url,
      header,
      success: ({ statusCode, tempFilePath }) => resolve(statusCode === 200 ? tempFilePath : ''),
      fail: () => resolve(''),
    })
  })
}

/** Show a picture as large as the screen. */
export function enlarge(url: string): void {
  uni.previewImage({ urls: [url] })
}

/** Whether there was an enlarged picture to close: in WeChat it is a page of its own. */
export function closeEnlarged(): Promise<boolean> {
  if (!isH5) return Promise.resolve(false)
  return new Promise((resolve) => {
    uni.closePreviewImage({ success: () => resolve(true), fail: () => resolve(false) })
  })
}
