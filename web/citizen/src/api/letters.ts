/** The official letters of a case (文书). */

import { request } from '@/api/client'
import type { Page } from '@/api/types'

export interface Letter {
  id: string
  kind: string
  title: string
  number: string
  department: string
  created_at: string
  standing: 'valid' | 'replaced' | 'revoked' | 'preparing'
  standing_label: string
  can_download: boolean
}

export function listLetters(caseNumber: string): Promise<Page<Letter>> {
  return request('GET', `/cases/${encodeURIComponent(caseNumber)}/letters`)
}

export function letterPath(caseNumber: string, id: string): string {
  return `/cases/${encodeURIComponent(caseNumber)}/letters/${encodeURIComponent(id)}`
}
