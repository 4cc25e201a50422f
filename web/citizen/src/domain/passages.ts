/** How a document and its articles are named and quoted. */

import type { Passage } from '@/api/types'
import { dayText } from '@/domain/dates'

interface Named {
  label: string
  heading: string
}

interface Cited {
  title: string
  document_number?: string | null
}

/** «第三条 适用范围», «问：……», or what stands in for both. */
export function articleName({ label, heading }: Named, fallback = ''): string {
  return [label, heading].filter(Boolean).join(' ') || fallback
}

/** «《……办法》（穗府办规〔2022〕1号）»; a title that brings its own marks keeps them. */
export function citation({ title, document_number: number }: Cited): string {
  const marked = title.includes('《') ? title : `《${title}》`
  return number ? `${marked}（${number}）` : marked
}

/** An article with where it stands, as a citizen sends it on. */
export function quotation(document: Cited, article: Named & { text: string }): string {
  const name = articleName(article)
  return `${citation(document)}${name ? `\n${name}` : ''}\n${article.text}\n（来自天河智慧政务，以官方公布为准）`
}

/** The page of a document at one of its articles. */
export function documentRoute(id: string, article?: number | null): string {
  const at = article === null || article === undefined ? '' : `&article=${article}`
  return `/pages/document/index?id=${encodeURIComponent(id)}${at}`
}

const BEGINNING = 24

/** The first words of an article that has no name. */
export function beginning(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ')
  return line.length > BEGINNING ? `${line.slice(0, BEGINNING)}……` : line
}

const FOLDED_LENGTH = 160
const FOLDED_SPARE = 40

/** A long text's beginning, up to the end of a sentence where one is near; a short text as it is. */
export function folded(text: string): string {
  if (text.length <= FOLDED_LENGTH + FOLDED_SPARE) return text
  const beginning = text.slice(0, FOLDED_LENGTH)
  const end = Math.max(...['。', '；', '\n'].map((mark) => beginning.lastIndexOf(mark)))
  return `${end > FOLDED_LENGTH / 2 ? beginning.slice(0, end + 1) : beginning}……`
}

/** Number, issuer, since when it holds and when it was read, on one line. */
export function passageLine(passage: Passage): string {
  const { document_number: number, issuer, valid_from: since, as_of: read } = passage
  const dates = since ? `${dayText(since)}起施行` : read ? `资料日期${dayText(read)}` : ''
  return [number, issuer, dates].filter(Boolean).join(' · ')
}
