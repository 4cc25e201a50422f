/**
 * Conditions on flows as rows a person fills in: a fact, how it is compared, with what. The text the
 * engine reads is made from the rows; a text that says more than rows can is kept as it is written.
 */

import type { Fact } from '@/api/processTypes'

export type Compare = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in'

export interface Row {
  fact: string
  compare: Compare
  /** One value, or several for `in`. */
  values: string[]
}

export interface Rule {
  join: 'and' | 'or'
  rows: Row[]
}

export const COMPARE_LABELS: Record<Compare, string> = {
  '==': '是',
  '!=': '不是',
  in: '是其中之一',
  'not in': '不是其中任何一个',
  '>': '大于',
  '>=': '不小于',
  '<': '小于',
  '<=': '不大于',
}

export function comparesOf(fact: Fact | undefined): Compare[] {
  if (fact?.kind === 'number') return ['>=', '<=', '>', '<', '==', '!=']
  if (fact?.kind === 'boolean') return ['==']
  return ['==', '!=', 'in', 'not in']
}

/** The text of a rule; empty while a row is not filled in. */
export function writeRule(rule: Rule, facts: readonly Fact[]): string {
  const parts = rule.rows.map((row) => writeRow(row, facts.find((fact) => fact.id === row.fact)))
  return parts.length === 0 || parts.includes('') ? '' : parts.join(` ${rule.join} `)
}

function writeRow(row: Row, fact: Fact | undefined): string {
  if (!fact || row.values.length === 0 || row.values.some((value) => value.trim() === '')) return ''
  const values = row.values.map((value) => literal(value.trim(), fact))
  if (values.includes('')) return ''
  if (row.compare === 'in' || row.compare === 'not in') return `${row.fact} ${row.compare} [${values.join(', ')}]`
  return `${row.fact} ${row.compare} ${values[0] ?? ''}`
}

function literal(value: string, fact: Fact): string {
  if (fact.kind === 'number') return /^-?\d{1,12}(\.\d{1,6})?$/.test(value) ? value : ''
  if (fact.kind === 'boolean') return value === 'true' ? 'True' : 'False'
  return `"${value.replace(/[\\"]/g, '\\$&')}"`
}

const VALUE = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d+(?:\.\d+)?|True|False`
const ROW = new RegExp(
  String.raw`^\s*([a-z_][a-z0-9_]*)\s*(==|!=|<=|>=|<|>|not\s+in|in)\s*(?:(${VALUE})|[[(]\s*((?:${VALUE})(?:\s*,\s*(?:${VALUE}))*)\s*,?\s*[\])])`,
)

/** The rows of a text; null when it says more than rows can. */
export function readRule(text: string): Rule | null {
  let rest = text
  let join: Rule['join'] | null = null
  const rows: Row[] = []
  while (rest.trim() !== '') {
    const found = ROW.exec(rest)
    if (!found) return null
    const [whole, fact = '', compare = '', one, several] = found
    const isSeveral = several !== undefined
    const said = compare.replace(/\s+/, ' ') as Compare
    if (isSeveral !== (said === 'in' || said === 'not in')) return null
    rows.push({ fact, compare: said, values: (isSeveral ? (several.match(new RegExp(VALUE, 'g')) ?? []) : [one ?? '']).map(plain) })
    rest = rest.slice(whole.length)
    const next = /^\s+(and|or)\s+(?=\S)/.exec(rest)
    if (!next) break
    if (join && join !== next[1]) return null
    join = next[1] as Rule['join']
    rest = rest.slice(next[0].length)
  }
  return rest.trim() === '' && rows.length ? { join: join ?? 'and', rows } : null
}

function plain(value: string): string {
  if (value === 'True') return 'true'
  if (value === 'False') return 'false'
  return /^["']/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value
}

/** The rule in words, for lists and hints. */
export function sayCondition(text: string, facts: readonly Fact[]): string {
  const rule = readRule(text)
  if (!rule) return text
  return rule.rows
    .map((row) => {
      const fact = facts.find((one) => one.id === row.fact)
      const said = row.values.map((value) => valueLabel(fact, value)).join('、')
      return `${fact?.label ?? row.fact}${COMPARE_LABELS[row.compare]}${said}`
    })
    .join(rule.join === 'and' ? '，并且' : '，或者')
}

function valueLabel(fact: Fact | undefined, value: string): string {
  if (fact?.kind === 'boolean') return value === 'true' ? '' : '否'
  return `「${fact?.values.find((one) => one.id === value)?.label ?? value}」`
}
