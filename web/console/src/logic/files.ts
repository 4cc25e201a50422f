/** How an uploaded file can be shown. */

import type { MaterialFile } from '@/api/types'

export type FileView = 'image' | 'pdf' | 'download'

const SHOWN_IMAGES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/bmp'])

export function fileView(file: MaterialFile): FileView {
  if (SHOWN_IMAGES.has(file.media_type)) return 'image'
  return file.media_type === 'application/pdf' ? 'pdf' : 'download'
}

/** Whether the server draws the file page by page. */
export const isPaged = (file: MaterialFile): boolean =>
  file.media_type === 'application/pdf' || file.media_type === 'application/ofd'

export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
