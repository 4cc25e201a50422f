/** Small pictures that need the citizen's token to be fetched. */

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
