/** 材料样本: how a material looks, side by side, with the spots at which a counter looks numbered. */

import { ref, watch, type Ref } from 'vue'

import { getJson } from './http'
import type { Whereabouts } from './showing'

export interface SampleName {
  id: string
  name: string
}

/** `x` and `y`: shares of a picture's width and height. */
export interface Point {
  x: number
  y: number
}

export interface Spot extends Point {
  number: number
  text: string
}

export interface Side {
  number: number
  title: string
  picture_url: string
  width: number
  height: number
  spots: Spot[]
}

export interface Sample extends SampleName {
  sides: Side[]
  hints: string[]
  returned: string[]
  note: string
  source: { title: string; url: string | null; as_of: string }
}

/** What lies open of a material's samples. */
export interface Turned {
  sample: string
  side: number
}

/** A press this near to a number means it, as a share of the picture's width. */
const NEAR = 0.08

/** Where this leads among the samples of a material; null where it opens none of them. */
export function turnedTo({ file_id, page }: Whereabouts, samples: readonly SampleName[]): Turned | null {
  return samples.some(({ id }) => id === file_id) ? { sample: file_id, side: page } : null
}

/** The numbered spot that is meant by a point of the picture, if any. */
export function spotNear(side: Side | undefined, point: Point | null): Spot | undefined {
  if (!side || !point) return undefined
  const away = ({ x, y }: Point): number => Math.hypot(x - point.x, ((y - point.y) * side.height) / side.width)
  const nearest = [...side.spots].sort((a, b) => away(a) - away(b))[0]
  return nearest && away(nearest) <= NEAR ? nearest : undefined
}

interface Reading {
  sample: Ref<Sample | null>
  hasFailed: Ref<boolean>
  read: () => Promise<void>
}

/** The sample `id()` names; null while it comes. Samples are everybody's: none proves who asks. */
export function useSample(id: () => string): Reading {
  const sample = ref<Sample | null>(null)
  const hasFailed = ref(false)

  async function read(): Promise<void> {
    const wanted = id()
    sample.value = null
    hasFailed.value = false
    try {
      const found = await getJson<Sample>(`/hall/v1/samples/${wanted}`, { token: '' })
      if (wanted === id()) sample.value = found
    } catch {
      if (wanted === id()) hasFailed.value = true
    }
  }

  watch(id, read, { immediate: true })
  return { sample, hasFailed, read }
}
