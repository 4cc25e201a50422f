/** A file sent in parts that goes on where it stopped, whatever broke (续传). */

import { apiUrl, bearer, request } from '@/api/client'
import { ApiProblem, problemFrom, unreachable } from '@/api/problem'
import { UploadCancelled } from '@/api/upload'
import type { VaultFile } from '@/api/vault'
import { readPart, type PickedFile } from '@/platform/pick_files'
import { isH5 } from '@/platform/target'

interface UploadState {
  upload_id: string
  offset: number
  size: number
  files: VaultFile[]
}

/** Small enough that little is lost with a connection, large enough to be few. */
const PART_BYTES = 1024 * 1024
/** From this size on parts are worth their trips. */
export const PARTS_FROM = 2 * PART_BYTES

export class UploadInParts {
  private id = ''
  private isCancelled = false
  private stop: (() => void) | null = null

  constructor(private readonly file: PickedFile, private readonly onProgress: (percent: number) => void) {}

  /**
   * Send what is missing; called again after a failure it goes on.
   * @returns the id of the finished upload.
   * @throws ApiProblem, UploadCancelled.
   */
  async send(): Promise<string> {
    this.isCancelled = false
    let state = await this.state()
    while (state.offset < state.size) {
      if (this.isCancelled) throw await this.forget()
      const part = await readPart(this.file, state.offset, Math.min(PART_BYTES, state.size - state.offset))
      state = await this.sendPart(state, part)
      this.onProgress(Math.round((state.offset / state.size) * 100))
    }
    return this.id
  }

  cancel(): void {
    this.isCancelled = true
    this.stop?.()
  }

  /** Where the upload stands; a new one where there is none, or it has lapsed. */
  private async state(): Promise<UploadState> {
    if (this.id) {
      try {
        return await request<UploadState>('GET', `/uploads/${this.id}`)
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status !== 404) throw error
      }
    }
    const body = { name: this.file.name, size: this.file.size }
    const fresh = await request<UploadState>('POST', '/uploads', { body })
    this.id = fresh.upload_id
    return fresh
  }

  private async sendPart(state: UploadState, part: Blob | ArrayBuffer): Promise<UploadState> {
    const token = await bearer()
    const header = {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/offset+octet-stream',
      'Upload-Offset': String(state.offset),
    }
    const url = apiUrl(`/uploads/${this.id}`)
    const [status, body] = await new Promise<[number, unknown]>((resolve) => {
      this.stop = transmit(url, header, part, (status, body) => resolve([status, body]))
    })
    if (this.isCancelled) throw await this.forget()
    if (status === 0) throw unreachable()
    // Another try of ours arrived after all: the server says how far it is.
    if (status === 409) return this.state()
    if (status >= 400) throw problemFrom(status, body)
    return (typeof body === 'string' ? JSON.parse(body) : body) as UploadState
  }

  private async forget(): Promise<UploadCancelled> {
    if (this.id) await request('DELETE', `/uploads/${this.id}`).catch(() => undefined)
    this.id = ''
    return new UploadCancelled()
  }
}

type Settle = (status: number, body: unknown) => void
type Transmit = (url: string, header: Record<string, string>, part: Blob | ArrayBuffer, settle: Settle) => () => void

const transmitByXhr: Transmit = (url, header, part, settle) => {
  const xhr = new XMLHttpRequest()
  xhr.onload = () => settle(xhr.status, xhr.responseText)
  xhr.onerror = () => settle(0, '')
  xhr.onabort = () => settle(0, '')
  xhr.open('PATCH', url)
  for (const [name, value] of Object.entries(header)) xhr.setRequestHeader(name, value)
  xhr.send(part)
  return () => xhr.abort()
}

const transmitByRequest: Transmit = (url, header, part, settle) => {
  const task = uni.request({
    url,
    method: 'PATCH' as 'POST',
    header,
    data: part as ArrayBuffer,
    success: ({ statusCode, data }) => settle(statusCode, data),
    fail: () => settle(0, ''),
  })
  return () => task.abort()
}

const transmit = isH5 ? transmitByXhr : transmitByRequest
