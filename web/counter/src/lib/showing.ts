/** What the bridge says of a counter, and what stands on its screen. */

import type { CounterHandoff } from './handoff'

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
  sample_url: string | null
}

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

export interface Showing<K extends Kind = Kind> {
  id: string
  kind: K
  content: Contents[K]
  content_sha256: string
  ends_at: string
  phone: { url: string; qr_svg: string; is_taken: boolean } | null
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
