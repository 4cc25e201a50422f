/** Samples (材料样本): how a material looks, and what a clerk looks at on it. */

import { request, wholeUrl } from '@/api/client'

export interface SampleName {
  id: string
  name: string
}

/** A number on the picture: its middle as shares of width and height, and what is looked at. */
export interface Spot {
  number: number
  x: number
  y: number
  text: string
}

/** One picture; its size in pixels. */
export interface SampleSide {
  number: number
  title: string
  picture_url: string
  width: number
  height: number
  spots: Spot[]
}

export interface Sample extends SampleName {
  sides: SampleSide[]
  hints: string[]
  returned: string[]
  note: string
  source: { title: string; url: string | null; as_of: string }
}

export async function readSample(id: string): Promise<Sample> {
  const sample = await request<Sample>('GET', `/samples/${encodeURIComponent(id)}`)
  return { ...sample, sides: sample.sides.map((side) => ({ ...side, picture_url: wholeUrl(side.picture_url) })) }
}
