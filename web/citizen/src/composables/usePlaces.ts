/** Places by words and nearness. There are few enough in a district to read them all at once. */

import { computed, ref, watch } from 'vue'

import { listPlaces } from '@/api/places'
import { explain } from '@/api/problem'
import type { ResolvedPlace, ServicePlace } from '@/api/types'
import { placeChoices } from '@/domain/places'
import { locate } from '@/platform/location'

const PAUSE_MS = 250
const PAGES_AT_MOST = 10

export function usePlaces() {
  const words = ref('')
  const kind = ref('')
  const near = ref('')
  const places = ref<ServicePlace[] | null>(null)
  const resolved = ref<ResolvedPlace | null>(null)
  const problem = ref('')
  const locationProblem = ref('')
  const isLocating = ref(false)
  let pause: ReturnType<typeof setTimeout> | undefined
  let wanted: string | null = null
  let latest = 0

  const choices = computed(() => placeChoices(places.value ?? []))
  const shown = computed(() => (places.value ?? []).filter((place) => !kind.value || place.kind === kind.value))

  async function read(): Promise<void> {
    clearTimeout(pause)
    latest += 1
    const mine = latest
    wanted = words.value.trim()
    problem.value = ''
    try {
      const found = await readAll(wanted, near.value)
      if (mine !== latest) return
      places.value = found.places
      resolved.value = found.resolved
      if (!found.places.some((place) => place.kind === kind.value)) kind.value = ''
    } catch (error) {
      if (mine === latest) problem.value = explain(error)
    }
  }

  /** Ask for the position, once the citizen wants distances; without it the list stays as it is. */
  async function sortByDistance(): Promise<void> {
    isLocating.value = true
    locationProblem.value = ''
    try {
      near.value = await locate()
      await read()
    } catch (error) {
      locationProblem.value = error instanceof Error ? error.message : ''
    } finally {
      isLocating.value = false
    }
  }

  watch(words, (text) => {
    clearTimeout(pause)
    if (text.trim() !== wanted) pause = setTimeout(() => void read(), PAUSE_MS)
  })

  return {
    words, kind, near, places, shown, choices, resolved, problem, locationProblem, isLocating, read, sortByDistance,
  }
}

async function readAll(
  q: string, near: string,
): Promise<{ places: ServicePlace[]; resolved: ResolvedPlace | null }> {
  const places: ServicePlace[] = []
  let resolved: ResolvedPlace | null = null
  let cursor: string | undefined
  for (let page = 0; page < PAGES_AT_MOST; page += 1) {
    const found = await listPlaces({ q, near, cursor })
    places.push(...found.items)
    resolved ??= found.resolved ?? null
    if (!found.next) break
    cursor = found.next
  }
  return { places, resolved }
}
