/** A part of a body written as YAML: read, written, and where in the text a fault belongs. */

import { isNode, parseDocument, stringify, type Document } from 'yaml'

import type { Json } from '@/api/knowledgeTypes'
import type { Fault } from './faults'

export interface Mark {
  from: number
  to: number
  message: string
}

export interface ReadPart {
  /** Undefined while the text cannot be read. */
  value: Json | undefined
  marks: Mark[]
}

export const writePart = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : stringify(withoutNothing(value), { lineWidth: 0 })

/** What is null may as well not be written: the schema means the same. */
function withoutNothing(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNothing)
  if (value === null || typeof value !== 'object') return value
  const kept = Object.entries(value).filter(([, inner]) => inner !== null)
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutNothing(inner)]))
}

export function readPart(text: string): ReadPart {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true })
  const marks = document.errors.map((error) => ({
    from: error.pos[0],
    to: Math.max(error.pos[1], error.pos[0] + 1),
    message: `写法有误：${wordOf(error.code)}`,
  }))
  return { value: marks.length ? undefined : ((document.toJS() ?? null) as Json), marks }
}

/** The faults below `path` (the whole where it is empty), each at the narrowest place of the text that can be named. */
export function marksOf(text: string, faults: Fault[], path: string): Mark[] {
  const document = parseDocument(text, { prettyErrors: false })
  return faults
    .filter((fault) => !path || fault.path === path || fault.path.startsWith(`${path}.`))
    .map((fault) => {
      const steps = (path ? fault.path.slice(path.length + 1) : fault.path).split('.').filter(Boolean)
      const { from, to } = rangeOf(document, steps)
      return { from, to: Math.min(to, text.length), message: fault.text }
    })
}

function rangeOf(document: Document, steps: string[]): { from: number; to: number } {
  for (let length = steps.length; length > 0; length -= 1) {
    const way = steps.slice(0, length).map((step) => (/^\d+$/.test(step) ? Number(step) : step))
    const node = document.getIn(way, true)
    if (isNode(node) && node.range) return { from: node.range[0], to: node.range[1] }
  }
  return { from: 0, to: 1 }
}

const WORDS: Record<string, string> = {
  BAD_INDENT: '缩进没有对齐',
  TAB_AS_INDENT: '缩进要用空格，不能用 Tab',
  DUPLICATE_KEY: '同一层里有两个相同的名称',
  MISSING_CHAR: '缺少标点，例如冒号、引号或括号',
  UNEXPECTED_TOKEN: '这里多了内容',
  BLOCK_AS_IMPLICIT_KEY: '冒号后面的层次不对',
  MULTILINE_IMPLICIT_KEY: '名称不能换行，可能缺了冒号',
  BAD_SCALAR_START: '不能以这个符号开头，请加引号',
}

const wordOf = (code: string): string => WORDS[code] ?? '这里读不懂，请检查缩进和标点'

/** Names and choices a schema knows, for completion while one types. */
export function wordsOf(schema: unknown): string[] {
  const found = new Set<string>()
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk)
    else if (node !== null && typeof node === 'object') {
      const part = node as Record<string, unknown>
      if (part.properties && typeof part.properties === 'object') {
        Object.keys(part.properties).forEach((name) => found.add(`${name}: `))
      }
      if (Array.isArray(part.enum)) part.enum.forEach((choice) => found.add(String(choice)))
      Object.values(part).forEach(walk)
    }
  }
  walk(schema)
  return [...found].sort()
}
