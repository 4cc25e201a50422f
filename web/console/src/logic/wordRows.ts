/** Rows of words an editor keeps: lists of words and single words, each written in one line. */

import { inWords, wordsIn } from './strategy'

export interface WordField {
  name: string
  label: string
  placeholder?: string
  isOptional?: boolean
  /** One word only; several otherwise. */
  isSingle?: boolean
}

export type WordRow = Record<string, string | string[]>

export const blankRow = (fields: readonly WordField[]): WordRow =>
  Object.fromEntries(fields.map((field) => [field.name, field.isSingle ? '' : []]))

/** The row as texts to type into. */
export const writtenRow = (row: WordRow, fields: readonly WordField[]): Record<string, string> =>
  Object.fromEntries(
    fields.map(({ name }) => {
      const value = row[name] ?? ''
      return [name, Array.isArray(value) ? inWords(value) : value]
    }),
  )

/** The row that was typed. */
export const readRow = (texts: Record<string, string>, fields: readonly WordField[]): WordRow =>
  Object.fromEntries(
    fields.map(({ name, isSingle }) => {
      const text = texts[name] ?? ''
      return [name, isSingle ? text.trim() : wordsIn(text)]
    }),
  )

/** Every word of a row, to find it by. */
export const wordsOfRow = (row: WordRow): string[] => Object.values(row).flat()

/** What names the row in a list. */
export const leadOf = (row: WordRow, fields: readonly WordField[]): string => {
  const value = row[fields[0]?.name ?? ''] ?? ''
  return Array.isArray(value) ? (value[0] ?? '') : value
}
