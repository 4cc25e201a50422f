/** 材料样本: how a material looks, with the spots at which a counter looks numbered. */

import { getJson } from './client'

export interface SampleName {
  id: string
  name: string
}

/** `x` and `y`: shares of the picture's width and height. */
export interface SampleSide {
  number: number
  title: string
  picture_url: string
  spots: { number: number; x: number; y: number; text: string }[]
}

export interface Sample extends SampleName {
  sides: SampleSide[]
}

export const readSample = (id: string): Promise<Sample> => getJson(`/api/v1/samples/${encodeURIComponent(id)}`)
