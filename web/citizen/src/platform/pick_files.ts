/** Choosing files: a file input in the browser; camera, album and chat files in the mini-program. */

import { acceptAttribute } from '@/domain/files'
import { isH5 } from '@/platform/target'

export interface PickedFile {
  name: string
  size: number
  /** A temporary path or object URL: what is sent in the mini-program, and what is previewed. */
  path: string
  /** The bytes, in the browser only. */
  blob: Blob | null
}

/** Let the citizen choose up to `limit` files; an empty list where they changed their mind. */
export function pickFiles(accept: string[], limit: number): Promise<PickedFile[]> {
  return isH5 ? pickByInput(accept, limit) : pickByMenu(accept, limit)
}

/** Some bytes of a picked file, as the platform's way of sending takes them. */
export function readPart(file: PickedFile, offset: number, length: number): Promise<Blob | ArrayBuffer> {
  if (file.blob) return Promise.resolve(file.blob.slice(offset, offset + length))
  return new Promise((resolve, reject) => {
    uni.getFileSystemManager().readFile({
      filePath: file.path,
      position: offset,
      length,
      success: ({ data }) => resolve(data as ArrayBuffer),
      fail: () => reject(new Error('读不到这个文件，请重新选择')),
    })
  })
}

function pickByInput(accept: string[], limit: number): Promise<PickedFile[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = acceptAttribute(accept)
  input.multiple = limit > 1
  input.hidden = true
  document.body.append(input)
  return new Promise<PickedFile[]>((resolve) => {
    input.addEventListener('change', () => {
      resolve([...(input.files ?? [])].slice(0, limit).map(fromBrowserFile))
    })
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  }).finally(() => input.remove())
}

function fromBrowserFile(file: File): PickedFile {
  return { name: file.name, size: file.size, path: URL.createObjectURL(file), blob: file }
}

async function pickByMenu(accept: string[], limit: number): Promise<PickedFile[]> {
  const choice = await new Promise<number>((resolve) => {
    uni.showActionSheet({
      itemList: ['拍照', '从相册选', '从微信聊天记录选文件'],
      success: ({ tapIndex }) => resolve(tapIndex),
      fail: () => resolve(-1),
    })
  })
  if (choice < 0) return []
  return choice === 2 ? pickFromChat(accept, limit) : pickImages(choice === 0 ? 'camera' : 'album', limit)
}

function pickImages(from: 'camera' | 'album', limit: number): Promise<PickedFile[]> {
  return new Promise((resolve) => {
    uni.chooseImage({
      count: limit,
      sourceType: [from],
      success: ({ tempFiles }) => {
        const files = tempFiles as { path: string; size: number }[]
        resolve(files.map(({ path, size }) => ({ name: nameOf(path), size, path, blob: null })))
      },
      fail: () => resolve([]),
    })
  })
}

function pickFromChat(accept: string[], limit: number): Promise<PickedFile[]> {
  return new Promise((resolve) => {
    uni.chooseMessageFile({
      count: limit,
      type: 'file',
      extension: acceptAttribute(accept).split(','),
      success: ({ tempFiles }: { tempFiles: { path: string; size: number; name: string }[] }) =>
        resolve(tempFiles.map(({ path, size, name }) => ({ name, size, path, blob: null }))),
      fail: () => resolve([]),
    })
  })
}

function nameOf(path: string): string {
  return path.split('/').pop() ?? '照片.jpg'
}
