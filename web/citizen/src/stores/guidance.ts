import { defineStore } from 'pinia'

import { load, save } from '@/platform/storage'

/** Which run of guidance is under way for each item, so that a reload goes on where it was. */
export const useGuidanceStore = defineStore('guidance', () => {
  function runs(): Record<string, string> {
    return load<Record<string, string>>('guidance_runs') ?? {}
  }

  function runOf(itemCode: string): string {
    return runs()[itemCode] ?? ''
  }

  function remember(itemCode: string, runId: string): void {
    save('guidance_runs', { ...runs(), [itemCode]: runId })
  }

  return { runOf, remember }
})
