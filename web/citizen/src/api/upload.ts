/** Sending and fetching files with progress, over what each platform offers. */

import { apiUrl, bearer } from '@/api/client'
import { ApiProblem, problemFrom, unreachable } from '@/api/problem'
import type { CaseMaterial } from '@/api/types'
import type { PickedFile } from '@/platform/pick_files'
import { isH5 } from '@/platform/target'

export interface Upload {
  done: Promise<CaseMaterial>
  cancel(): void
}

/** The upload was stopped by the citizen: not a fault, nothing to show. */
export class UploadCancelled extends Error {}

/**
 * Send one file to `path`, reporting 0–100 to `onProgress`.
 *
 * `done` rejects with ApiProblem, or UploadCancelled after `cancel()`.
 */
export function uploadFile(path: string, file: PickedFile, onProgress: (percent: number) => void): Upload {
  let stop: (() => void) | null = null
  let cancelled = false
  const done = (async () => {
    const token = await bearer()
    if (cancelled) throw new UploadCancelled()
    return new Promise<CaseMaterial>((resolve, reject) => {
      const settle = settler(resolve, (error) => reject(cancelled ? new UploadCancelled() : error))
      stop = transmit(apiUrl(path), token, file, onProgress, settle)
    })
  })()
  return {
    done,
    cancel() {
      cancelled = true
      stop?.()
    },
  }
}

type Settle = (status: number, body: string) => void

function settler(resolve: (material: CaseMaterial) => void, reject: (error: ApiProblem) => void): Settle {
  return (status, body) => {
    if (status === 0) return reject(unreachable())
    if (status >= 400) return reject(problemFrom(status, body))
    resolve(JSON.parse(body) as CaseMaterial)
  }
}

type Transmit = (
  url: string, token: string, file: PickedFile, onProgress: (percent: number) => void, settle: Settle,
) => () => void

const transmitByXhr: Transmit = (url, token, file, onProgress, settle) => {
  const xhr = new XMLHttpRequest()
  const form = new FormData()
  if (file.blob) form.append('file', file.blob, file.name)
  xhr.upload.onprogress = (event) => onProgress(Math.round((event.loaded / event.total) * 100))
  xhr.onload = () => settle(xhr.status, xhr.responseText)
  xhr.onerror = () => settle(0, '')
  xhr.onabort = () => settle(0, '')
  xhr.open('PUT', url)
  xhr.setRequestHeader('Authorization', `Bearer ${token}`)
  xhr.send(form)
  return () => xhr.abort()
}

/** A mini-program's uploadFile can only POST, so the API takes POST at the same address. */
const transmitByUploadFile: Transmit = (url, token, file, onProgress, settle) => {
  const task = uni.uploadFile({
    url,
    filePath: file.path,
    name: 'file',
    formData: { name: file.name },
    header: { Authorization: `Bearer ${token}` },
    success: ({ statusCode, data }) => settle(statusCode, data),
    fail: () => settle(0, ''),
  })
  task.onProgressUpdate(({ progress }) => onProgress(progress))
  return () => task.abort()
}

const transmit = isH5 ? transmitByXhr : transmitByUploadFile
