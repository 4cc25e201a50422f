/** Pages of files as pictures, and where findings lie on them. */

import type { Finding, UploadedFile } from '@/api/types'
import { withoutTwins } from '@/domain/findings'

const PAGED = ['application/pdf', 'application/ofd']

/** Whether the server draws the file page by page; pictures are their own page. */
export const isPaged = (file: Pick<UploadedFile, 'media_type'>): boolean => PAGED.includes(file.media_type)

export const isPicture = (file: Pick<UploadedFile, 'media_type'>): boolean => file.media_type.startsWith('image/')

export interface Mark {
  message: string
  style: Record<string, string>
}

/** The findings of one page that have a place, as frames in shares of the page. */
export function marksOn(findings: Finding[], page: number): Mark[] {
  return withoutTwins(findings).flatMap((finding) => {
    const { box } = finding
    if (!box || (finding.page ?? 1) !== page) return []
    const [left, top, width, height] = box.map((share) => `${share * 100}%`) as [string, string, string, string]
    return [{ message: finding.message, style: { left, top, width, height } }]
  })
}
