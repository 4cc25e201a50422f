/** How the fields of a body are written and read: one description serves form and page. */

import type { Body, Json } from '@/api/knowledgeTypes'

interface Common {
  name: string
  label: string
  help?: string
  placeholder?: string
  /** Left empty it is kept as null; without this mark as an empty text. */
  isOptional?: boolean
  /** What it begins with, where that is not simply nothing. */
  blank?: Json
}

export type Choice = { id: string; label: string }

export type Field =
  | (Common & { kind: 'line'; isFixed?: boolean; maxLength?: number; suggestions?: string[] })
  | (Common & { kind: 'text'; rows?: number; maxLength?: number })
  | (Common & { kind: 'date' | 'switch' | 'lines' | 'location' | 'yaml' | 'link' })
  | (Common & { kind: 'number'; minimum?: number; maximum?: number; unit?: string })
  | (Common & { kind: 'select'; choices: Choice[]; isOpen?: boolean })
  | (Common & { kind: 'many'; choices: Choice[] })
  | (Common & { kind: 'group'; fields: Field[] })
  | (Common & { kind: 'list'; fields: Field[]; memberName: string; titled: string[] })
  | (Common & { kind: 'named'; fields: Field[]; memberName: string; titled: string[] })

export const choicesOf = (...labels: string[]): Choice[] =>
  labels.map((label) => ({ id: label, label }))

/** The value of a field nobody has filled yet. */
export function blankOf(field: Field): Json {
  if (field.blank !== undefined) return structuredClone(field.blank)
  if (field.isOptional) return null
  switch (field.kind) {
    case 'switch':
      return false
    case 'lines':
    case 'list':
    case 'many':
      return []
    case 'named':
      return {}
    case 'group':
      return blankBody(field.fields)
    case 'select':
      return field.choices[0]?.id ?? null
    case 'number':
      return field.minimum ?? 0
    case 'line':
    case 'text':
    case 'link':
      return ''
    default:
      return null
  }
}

export const blankBody = (fields: Field[]): Body =>
  Object.fromEntries(fields.map((field) => [field.name, blankOf(field)]))

/** A body with every field present, so that forms find what they bind to; extra names are kept. */
export function filledOut(fields: Field[], body: Body): Body {
  const filled: Body = { ...body }
  for (const field of fields) {
    const value = body[field.name]
    if (value === undefined || (value === null && !isNullable(field))) {
      filled[field.name] = blankOf(field)
    } else if (field.kind === 'group' && isBody(value)) {
      filled[field.name] = filledOut(field.fields, value)
    } else if (field.kind === 'list' && Array.isArray(value)) {
      filled[field.name] = value.map((one) => (isBody(one) ? filledOut(field.fields, one) : one))
    } else if (field.kind === 'named' && isBody(value)) {
      filled[field.name] = Object.fromEntries(
        Object.entries(value).map(([key, one]) => [
          key,
          isBody(one) ? filledOut(field.fields, one) : one,
        ]),
      )
    }
  }
  return filled
}

const isNullable = (field: Field): boolean => field.isOptional === true || blankOf(field) === null

export const isBody = (value: Json | undefined): value is Body =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Whether there is nothing to show. */
export const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isBody(value) && Object.keys(value).length === 0)

/** A value as one line to read. */
export function shown(field: Field, value: Json | undefined): string {
  if (isEmpty(value)) return ''
  if (field.kind === 'switch') return value ? '是' : '否'
  if (field.kind === 'select') return labelOf(field.choices, value)
  if (field.kind === 'many' && Array.isArray(value)) {
    return value.map((one) => labelOf(field.choices, one)).join('、')
  }
  if (field.kind === 'number') return `${String(value)}${field.unit ?? ''}`
  if (field.kind === 'location' && Array.isArray(value)) return value.join('，')
  return String(value)
}

const labelOf = (choices: Choice[], value: Json | undefined): string =>
  choices.find((choice) => choice.id === value)?.label ?? String(value)

/** What tells a member of a list from the others: the first named field that is filled. */
export function titleOf(member: Json, titled: string[]): string {
  if (!isBody(member)) return String(member ?? '')
  const name = titled.find((candidate) => !isEmpty(member[candidate]))
  return name ? String(member[name]) : ''
}
