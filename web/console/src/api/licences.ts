/** The licences issued because of a case, and how their collection at a machine stands. */

import { getJson, postJson } from './client'
import type { Page } from './types'

export interface IssuedLicence {
  id: string
  name: string
  number: string
  state: string
  state_label: string
  collection: '' | 'making' | 'unclear' | 'collected'
  collection_label: string
  collected_at: string | null
  collected_where: string
}

/** What staff saw: it was handed out, or it may be made again. */
export type Found = 'collected' | 'again'

const path = (number: string): string => `/staff/v1/cases/${encodeURIComponent(number)}/licences`

export const listLicences = (number: string): Promise<Page<IssuedLicence>> => getJson(path(number))

export const settleCollection = (
  number: string,
  id: string,
  found: Found,
  note: string,
): Promise<Page<IssuedLicence>> =>
  postJson(`${path(number)}/${encodeURIComponent(id)}/collection`, { found, note })
