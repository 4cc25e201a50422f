/** Form values turned into what a reader sees. */

import type { FieldValue, FormField } from '@/api/types'

const EMPTY = '未填写'

export function isBlank(value: FieldValue | undefined): boolean {
  return value == null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** The words for one field: option labels instead of ids, the unit after a number. */
export function displayValue(field: FormField, value: FieldValue | undefined): string {
  if (isBlank(value)) return EMPTY
  if (typeof value === 'boolean') return value ? '是' : '否'
  const labels = new Map(field.options?.map((option) => [option.id, option.label]))
  const name = (entry: string): string => labels.get(entry) ?? entry
  if (Array.isArray(value)) return value.map(name).join('、')
  const text = name(String(value))
  return field.unit ? `${text} ${field.unit}` : text
}
