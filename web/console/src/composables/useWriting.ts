/** What every field of a form may need to know, given once by the page. */

import { computed, inject, provide, type ComputedRef, type InjectionKey, type Ref } from 'vue'

import { faultsAt, type Fault } from '@/logic/faults'

interface Writing {
  faults: Ref<Fault[]>
  replaced: Ref<number>
}

const KEY: InjectionKey<Writing> = Symbol('writing')

export const provideWriting = (writing: Writing): void => provide(KEY, writing)

export function useWriting(): Writing {
  const found = inject(KEY)
  if (!found) throw new Error('a form stands inside the editor')
  return found
}

/** What the server found wrong with one field. */
export function useFaults(path: () => string, isWhole = false): ComputedRef<string[]> {
  const { faults } = useWriting()
  return computed(() => faultsAt(faults.value, path(), isWhole))
}

/** The address of a field on the page. */
export const fieldId = (path: string): string => `field-${path.replaceAll('.', '-')}`
