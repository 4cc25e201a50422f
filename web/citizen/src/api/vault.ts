/** 我的资料: the citizen's own files, where each was used, and taking them back. */

import { request } from '@/api/client'
import { materialPath } from '@/api/cases'
import type { CaseMaterial } from '@/api/types'

export interface FileUse {
  case_number: string
  item_name: string
  material_id: string
  material_name: string
  used_at: string
  is_handed_in: boolean
}

export interface VaultFile {
  id: string
  name: string
  media_type: string
  size: number
  pages: number | null
  has_thumbnail: boolean
  notes: string[]
  scan: 'clean' | 'off' | 'unreachable' | 'infected'
  document_kind: string | null
  document_label: string | null
  valid_until: string | null
  validity: 'unknown' | 'valid' | 'expiring' | 'expired'
  is_reusable: boolean
  uses: FileUse[]
  created_at: string
}

export interface VaultPage {
  items: VaultFile[]
  total: number
  next: string | null
  /** Null until the citizen was asked. */
  consent: boolean | null
}

export interface Withdrawn {
  drafts: number
  kept_in_cases: string[]
  message: string
}

const filePath = (id: string) => `/vault/${encodeURIComponent(id)}`

export function listVault(cursor = ''): Promise<VaultPage> {
  return request('GET', '/vault', { query: { cursor, limit: 20 } })
}

export function changeVaultFile(
  id: string, changes: { name?: string; valid_until?: string | null; is_reusable?: boolean },
): Promise<VaultFile> {
  return request('PATCH', filePath(id), { body: changes })
}

export function withdrawVaultFile(id: string): Promise<Withdrawn> {
  return request('DELETE', filePath(id))
}

export function answerConsent(consent: boolean): Promise<{ consent: boolean }> {
  return request('PUT', '/vault/consent', { body: { consent } })
}

export function thumbnailPath(id: string): string {
  return `${filePath(id)}/thumbnail`
}

/** Put a file of the vault, or what a finished upload brought, into a material. */
export function addChosen(
  number: string, materialId: string, chosen: { vault_file_id: string } | { upload_id: string },
): Promise<CaseMaterial> {
  return request('PUT', materialPath(number, materialId), { body: chosen })
}
