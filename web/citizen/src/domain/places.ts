/** Places as people speak of them: how far, where their words were understood to lie, which kinds. */

import type { ResolvedPlace, ServicePlace } from '@/api/types'
import type { Choice } from '@/domain/choices'

/** «约350米», «约1.2公里», or an empty string where the distance is not known. */
export function distanceText(metres: number | null | undefined): string {
  if (metres === null || metres === undefined) return ''
  if (metres < 1000) return `约${Math.max(10, Math.round(metres / 10) * 10)}米`
  return `约${(metres / 1000).toFixed(metres < 10_000 ? 1 : 0)}公里`
}

/** «天园街道 · 骏景社区», or an empty string where the words tell no place. */
export function resolvedText(resolved: ResolvedPlace | null | undefined): string {
  const { street, community, district } = resolved ?? {}
  return [street, community].filter(Boolean).join(' · ') || district || ''
}

/** The kinds there are among the places, in the order they come, with how many; all first. */
export function placeChoices(places: readonly ServicePlace[]): Choice[] {
  const kinds = new Map<string, Choice & { count: number }>()
  for (const { kind, kind_label: label } of places) {
    kinds.set(kind, { id: kind, label, count: (kinds.get(kind)?.count ?? 0) + 1 })
  }
  return [{ id: '', label: '全部', count: places.length }, ...kinds.values()]
}
