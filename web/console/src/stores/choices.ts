/** What may be chosen in filters: asked once a sign-in, shared by all lists. */

import { defineStore } from 'pinia'
import { ref } from 'vue'

import { getChoices } from '@/api/lists'
import type { ChoiceKind, Choices } from '@/api/listTypes'

export const useChoicesStore = defineStore('choices', () => {
  const choices = ref<Choices | null>(null)
  let asked: Promise<void> | null = null

  /** Filters without choices are better than no list: a failure is tried again next time. */
  function load(): Promise<void> {
    asked ??= getChoices().then(
      (answer) => {
        choices.value = answer
      },
      () => {
        asked = null
      },
    )
    return asked
  }

  const label = (kind: ChoiceKind, id: string): string =>
    choices.value?.[kind].find((choice) => choice.id === id)?.label ?? id

  function clear(): void {
    choices.value = null
    asked = null
  }

  return { choices, load, label, clear }
})
