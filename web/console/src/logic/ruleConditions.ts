/** Conditions of rules as rows and groups that are chosen, not written. */

import type { Body, Json } from '@/api/knowledgeTypes'
import type { Named, QuestionNamed } from '@/api/rules'
import { isBody } from './forms/fields'

export type Join = 'all' | 'any'
export const JOINS: readonly Named[] = [
  { id: 'all', label: '同时满足' },
  { id: 'any', label: '满足其中一条' },
]

const OF_CHOICE: Named[] = [
  { id: 'one_of', label: '是其中之一' },
  { id: 'is_not', label: '不是' },
]
const OF_CHOICES: Named[] = [{ id: 'includes_any', label: '选了其中之一' }]
const OF_AMOUNT: Named[] = [
  { id: 'at_least', label: '不少于' },
  { id: 'at_most', label: '不多于' },
  { id: 'more_than', label: '多于' },
  { id: 'less_than', label: '少于' },
]
const OF_DAY: Named[] = [
  { id: 'at_least', label: '不早于' },
  { id: 'at_most', label: '不晚于' },
]
const OF_TEXT: Named[] = [
  { id: 'is', label: '是' },
  { id: 'is_not', label: '不是' },
]

/** The ways an answer of that kind can be compared. */
export function operatorsOf(question: QuestionNamed | undefined): Named[] {
  switch (question?.kind) {
    case 'single':
      return OF_CHOICE
    case 'multiple':
      return OF_CHOICES
    case 'number':
      return OF_AMOUNT
    case 'date':
      return OF_DAY
    default:
      return OF_TEXT
  }
}

export const takesSeveral = (operator: string): boolean => ['one_of', 'includes_any'].includes(operator)

export const joinOf = (condition: Json | undefined): Join | null => {
  if (!isBody(condition)) return null
  if (Array.isArray(condition.all)) return 'all'
  return Array.isArray(condition.any) ? 'any' : null
}

/** A comparison in the form the rows show: «是 a» is «是其中之一 [a]». */
export function rowOf(condition: Body): { fact: string; operator: string; value: Json | undefined } {
  const operator = Object.keys(condition).find((name) => name !== 'fact') ?? ''
  const value = condition[operator] as Json | undefined
  const fact = String(condition.fact ?? '')
  if (operator === 'includes' && value !== undefined) return { fact, operator: 'includes_any', value: [value] }
  return { fact, operator, value }
}

/** Whether rows and groups can show it whole; what they cannot is edited as text. */
export function isSimple(condition: Json | undefined, depth = 0): boolean {
  if (condition === undefined || condition === null) return true
  if (!isBody(condition) || depth > 2) return false
  const join = joinOf(condition)
  if (join) return (condition[join] as Json[]).every((part) => isSimple(part, depth + 1))
  return typeof condition.fact === 'string'
}

/** A comparison for a question just chosen. */
export function freshRow(question: QuestionNamed | undefined): Body {
  const operator = operatorsOf(question)[0]?.id ?? 'is'
  return { fact: question?.id ?? '', [operator]: takesSeveral(operator) ? [] : emptyOf(question) }
}

function emptyOf(question: QuestionNamed | undefined): Json {
  return question?.kind === 'number' ? 0 : ''
}

/** The same comparison made another way; a value that still fits stays. */
export function withOperator(question: QuestionNamed | undefined, row: Body, operator: string): Body {
  const { fact, value } = rowOf(row)
  const first = Array.isArray(value) ? value[0] : value
  if (takesSeveral(operator)) return { fact, [operator]: first === undefined || first === '' ? [] : [first] }
  return { fact, [operator]: first ?? emptyOf(question) }
}

/** Whether a comparison is still being written: the server would refuse it. */
export function isUnfinished(condition: Json | undefined): boolean {
  if (!isBody(condition)) return false
  const join = joinOf(condition)
  if (join) {
    const parts = condition[join] as Json[]
    return !parts.length || parts.some(isUnfinished)
  }
  const { fact, value } = rowOf(condition)
  return !fact || value === '' || value === undefined || value === null || (Array.isArray(value) && !value.length)
}
