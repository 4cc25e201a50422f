/** 电子证照: a licence the citizen lends stands for the upload of a material. */

import { materialPath } from '@/api/cases'
import { request } from '@/api/client'
import type { CaseMaterial, Licence, Page } from '@/api/types'

export interface Replaceable {
  material_id: string
  material_name: string
  licence_name: string
  /** Null where the platform did not say. */
  held: boolean | null
  licence: Licence | null
  problem: string | null
}

export interface Licences {
  items: Replaceable[]
  notice: string | null
}

export function readLicences(number: string): Promise<Licences> {
  return request('GET', `/cases/${encodeURIComponent(number)}/licences`)
}

/** The page of the platform on which the citizen agrees. */
export function beginLicence(number: string, materialId: string): Promise<{ authorise_url: string }> {
  return request('POST', `${materialPath(number, materialId)}/licence`)
}

export function useLicence(number: string, materialId: string, licenceId: string): Promise<CaseMaterial> {
  return request('PUT', materialPath(number, materialId), { body: { licence_id: licenceId } })
}

export function giveLicenceBack(number: string, materialId: string): Promise<CaseMaterial> {
  return request('DELETE', `${materialPath(number, materialId)}/licence`)
}

/** A licence issued to the citizen; the letter is its paper. */
export interface IssuedLicence {
  id: string
  name: string
  number: string
  case_number: string
  letter_id: string
  valid_until: string
  state: string
  state_label: string
  /** How what a machine makes of it stands. */
  collection: '' | 'making' | 'unclear' | 'collected'
  collection_label: string
  collected_at: string | null
  collected_where: string
}

export function listIssuedLicences(): Promise<Page<IssuedLicence>> {
  return request('GET', '/licences')
}
