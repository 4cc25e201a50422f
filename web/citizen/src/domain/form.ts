/** The checks of a form that the client makes while the citizen types. */

import type { FormField, FormValues, FieldValue } from '@/api/types'
import { creditCodeFault, phoneFault, residentIdFault } from '@/domain/identifiers'

/** What is wrong with the value of `field`, or null. Empty is a fault only where `required`. */
export function fieldFault(field: FormField, value: FieldValue | undefined): string | null {
  const text = value === null || value === undefined ? '' : String(value).trim()
  if (!text) return field.required ? emptyFault(field) : null
  if (field.max_length && text.length > field.max_length) return `最多填${field.max_length}个字`
  switch (field.kind) {
    case 'id_number':
      return residentIdFault(text)
    case 'credit_code':
      return creditCodeFault(text)
    case 'phone':
      return phoneFault(text)
    case 'number':
      return numberFault(text, field)
    default:
      return null
  }
}

/** The faults of a whole form by field id. */
export function formFaults(fields: FormField[], values: FormValues): Record<string, string> {
  const faults: Record<string, string> = {}
  for (const field of fields) {
    const fault = fieldFault(field, values[field.id])
    if (fault) faults[field.id] = fault
  }
  return faults
}

export function numberFault(
  text: string, limits: { minimum?: number | null; maximum?: number | null; unit?: string | null },
): string | null {
  const number = Number(text)
  if (!text.trim() || !Number.isFinite(number)) return '请填一个数字，例如 80'
  const unit = limits.unit ?? ''
  if (typeof limits.minimum === 'number' && number < limits.minimum) return `不能小于${limits.minimum}${unit}`
  if (typeof limits.maximum === 'number' && number > limits.maximum) return `不能大于${limits.maximum}${unit}`
  return null
}

/** The value as the API takes it: numbers as numbers, nothing as null. */
export function fieldValue(field: FormField, text: string): FieldValue {
  const trimmed = text.trim()
  if (!trimmed) return null
  if (field.kind === 'number' && Number.isFinite(Number(trimmed))) return Number(trimmed)
  return trimmed
}

function emptyFault(field: FormField): string {
  return field.kind === 'select' || field.kind === 'date' ? `请选择${field.label}` : `请填写${field.label}`
}
