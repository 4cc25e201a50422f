/** What the bridge says of a counter, and what stands on its screen. */

import type { CounterHandoff } from './handoff'
import type { SampleName } from './samples'

export interface Duty {
  counter_number: string
  counter_name: string
  display_name: string
  work_number: string
  state: 'serving' | 'paused'
}

export interface Place {
  hall_name: string
  counter_number: string
  counter_name: string
  items: { code: string; name: string }[]
  photo_sha256: string | null
}

export interface ReceivedFile {
  id: string
  name: string
  media_type: string
}

export interface ReceivedMaterial {
  id: string
  name: string
  max_files: number
  files: ReceivedFile[]
}

export interface Material {
  id: string
  name: string
  required: boolean
  conditional: boolean
  why: string
  source_explain: string
  copies: { original: number; copy: number }
  form_url: string | null
  samples: SampleName[]
}

/** What is told of a material beside its samples; a case tells less of it than a guide. */
export type ShownMaterial = Pick<Material, 'id' | 'name'> & Partial<Pick<Material, 'why' | 'source_explain' | 'copies' | 'samples'>>

export interface Level {
  satisfaction: number
  label: string
  reasons: string[]
}

interface Contents {
  text: { title: string; text: string }
  item: { item_code: string; item_name: string }
  sample: { item_code: string; item_name: string; material: Material }
  acceptance: { case_number: string; item_name: string; materials: ReceivedMaterial[] }
  signature: { case_number: string; item_name: string; title: string; pages: number }
  rating: { item_name: string; levels: Level[] }
}

export type Kind = keyof Contents

export type Part = '' | 'whole' | 'why' | 'source' | 'copies'

/** Where in a showing somebody is; what of it is used goes by the kind. Of a sample, `file_id` is it, `page` its side. */
export interface Whereabouts {
  page: number
  file_id: string
  material_id: string
  part: Part
}

/** Where the clerk points: `x` and `y` are shares of the page, `serial` tells one pointing from the next. */
export interface Mark extends Whereabouts {
  x: number | null
  y: number | null
  serial: string
}

export interface Showing<K extends Kind = Kind> {
  id: string
  kind: K
  content: Contents[K]
  content_sha256: string
  ends_at: string
  phone: { url: string; qr_svg: string; is_taken: boolean } | null
  pointing?: Mark | null
}

/** Narrows a showing to its kind. */
export function isOf<K extends Kind>(showing: Showing | null, kind: K): showing is Showing<K> {
  return showing?.kind === kind
}

/** A case pre-reviewed by who has proved himself in a handoff; empty otherwise. */
export interface Prepared {
  number: string
  item_name: string
  verdict_label: string
}

export interface CounterState {
  duty: Duty | null
  place: Place
  showing: Showing | null
  handoff?: (Partial<CounterHandoff> & { prepared?: Prepared[] }) | null
}

export type StrokePoint = [x: number, y: number, milliseconds: number, pressure: number]

export interface Strokes {
  width: number
  height: number
  strokes: StrokePoint[][]
}

const FEWEST_POINTS = 12
const NARROWEST = 0.08

/** Whether this may be somebody's name; the server asks the same. */
export function isSignature({ width, strokes }: Strokes): boolean {
  const xs = strokes.flat().map(([x]) => x)
  if (xs.length < FEWEST_POINTS) return false
  return Math.max(...xs) - Math.min(...xs) >= width * NARROWEST
}
