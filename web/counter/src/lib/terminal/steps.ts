/** What the steps of an application at a terminal work out by themselves. */

import type { Finding, Material, Question, Review, Run } from './citizen'

/** How far a guidance run is, 0 to 1. */
export function progressOf({ answered, remaining_at_most }: Run['progress']): number {
  const all = answered + remaining_at_most
  return all ? answered / all : 1
}

/** A typed answer as the API takes it; null where it cannot be one. */
export function answerFrom(question: Question, typed: string, chosen: readonly string[]): unknown {
  if (question.kind === 'multiple') return chosen.length ? [...chosen] : null
  const text = typed.trim()
  if (!text) return null
  if (question.kind !== 'number') return text
  const value = Number(text)
  if (!Number.isFinite(value)) return null
  if (question.minimum !== null && value < question.minimum) return null
  if (question.maximum !== null && value > question.maximum) return null
  return value
}

/** A camera gives pictures: whether the material takes one. */
export const takesPictures = ({ accept }: Pick<Material, 'accept'>): boolean =>
  accept.length === 0 || accept.some((kind) => /jpe?g/i.test(kind))

export const isGiven = (material: Material): boolean =>
  material.files.length > 0 || material.licence?.state === 'granted'

export const missing = (materials: readonly Material[]): Material[] =>
  materials.filter((material) => material.required && !isGiven(material))

/** What the applicant should read: blocking first, nothing that passed. */
export function worthReading(findings: readonly Finding[]): Finding[] {
  const rank = { blocking: 0, warning: 1, info: 2 }
  return findings.filter(({ verdict }) => verdict !== 'pass').sort((a, b) => rank[a.level] - rank[b.level])
}

/** «提交» where nothing stands against it, «仍要提交» where a person will look, nothing where it is refused. */
export function submitting(review: Review | null): 'plain' | 'anyway' | 'refused' {
  if (!review || review.status === 'running') return 'anyway'
  if (review.verdict !== 'fail') return 'plain'
  return review.may_submit_anyway ? 'anyway' : 'refused'
}

/** An SVG of the server's as a picture: nothing of it runs. */
export const pictureOfSvg = (svg: string): string => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`

/** A day and a time as they stand on paper, in Guangzhou. */
export const momentOf = (moment: string | null): string =>
  moment
    ? new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(
        new Date(moment),
      )
    : ''
