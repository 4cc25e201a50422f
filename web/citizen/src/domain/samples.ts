/** Samples of materials, as the sheet shows them. */

import type { Sample, SampleName, SampleSide, Spot } from '@/api/samples'
import type { Choice } from '@/domain/choices'
import { dayText } from '@/domain/dates'

/** Short enough for a phone in large type: without a form's item before, or what stands in brackets behind. */
export function sampleChoices(samples: SampleName[]): Choice[] {
  return samples.map(({ id, name }) => ({ id, label: name.replace(/^.*：/, '').replace(/（[^）]*）$/, '') }))
}

export function sideChoices(sides: SampleSide[]): Choice[] {
  return sides.map(({ number, title }) => ({ id: String(number), label: title }))
}

/** What a reader of screens says of the picture. */
export function pictureLabel(sampleName: string, side: SampleSide, sideCount: number): string {
  return sideCount > 1 ? `${sampleName}样本图，${side.title}` : `${sampleName}样本图`
}

/** The room a picture takes before it is there, by the width it is given. */
export function roomFor({ width, height }: SampleSide): Record<string, string> {
  return { paddingTop: share(height / width) }
}

export function placeOf({ x, y }: Spot): Record<string, string> {
  return { left: share(x), top: share(y) }
}

/** What is scrolled to the upper edge, so that the spot stands half a window below it. */
export function anchorOf({ y }: Spot): Record<string, string> {
  return { top: `max(0px, calc(${share(y)} - var(--half-window)))` }
}

export function spokenSpots({ spots }: SampleSide): string {
  return spots.map(({ number, text }) => `第${number}，${text}。`).join('\n')
}

export function sourceText({ source }: Sample): string {
  return `依据：${source.title}（资料日期：${dayText(source.as_of)}）`
}

const share = (part: number): string => `${+(part * 100).toFixed(2)}%`
