import { computed, type ComputedRef, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import type { Days } from '@/api/consultationTypes'
import type { Asked } from '@/api/statistics'
import { MEASURE_SETS, namedSpan } from '@/logic/statistics'

export const FILTERS = ['department', 'item', 'region', 'situation', 'licence', 'channel'] as const
export type Filter = (typeof FILTERS)[number]

export interface StatisticsAddress {
  by: ComputedRef<string[]>
  days: WritableComputedRef<Days>
  set: WritableComputedRef<string>
  /** Of each filter its key and the name it was chosen by. */
  filters: ComputedRef<{ id: Filter; key: string; label: string }[]>
  asked: ComputedRef<Asked>
  go: (change: Record<string, string | null>) => void
}

/** What is looked at lives in the address, so that it can be shared, kept, and gone back from. */
export function useStatisticsAddress(): StatisticsAddress {
  const route = useRoute()
  const router = useRouter()
  const usual = namedSpan('month', new Date())

  const text = (name: string): string => {
    const value = route.query[name]
    return typeof value === 'string' ? value : ''
  }
  const isDay = (value: string): boolean => /^\d{4}-\d\d-\d\d$/.test(value)

  function go(change: Record<string, string | null>): void {
    const query: Record<string, string> = {}
    for (const [name, value] of Object.entries({ ...route.query, ...change })) {
      if (typeof value === 'string') query[name] = value
    }
    void router.push({ query })
  }

  const by = computed(() => (text('by') || 'department').split(',').filter(Boolean))
  const days = computed<Days>({
    get: () => ({
      from: isDay(text('from')) ? text('from') : usual.from,
      to: isDay(text('to')) ? text('to') : usual.to,
    }),
    set: (chosen) => go({ from: chosen.from, to: chosen.to }),
  })
  const set = computed({
    get: () => (MEASURE_SETS.some((one) => one.id === text('set')) ? text('set') : 'work'),
    set: (chosen: string) => go({ set: chosen }),
  })
  const filters = computed(() =>
    FILTERS.filter((id) => route.query[id] !== undefined).map((id) => ({
      id,
      key: text(id),
      label: text(`${id}_name`) || text(id) || '（空）',
    })),
  )
  const asked = computed<Asked>(() => ({
    by: by.value.join(','),
    ...days.value,
    ...Object.fromEntries(filters.value.map((one) => [one.id, one.key])),
  }))
  return { by, days, set, filters, asked, go }
}
