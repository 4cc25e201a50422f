/** Going along with the clerk: where he points, unless the visitor looks alone; and telling him where this screen is. */

import { computed, inject, onUnmounted, provide, ref, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue'

import { send } from './http'
import type { Mark, Showing, Whereabouts } from './showing'

const ALONE = 'counter.alone'
const TELL_MS = 250
const START: Whereabouts = { page: 1, file_id: '', material_id: '', part: '' }
const POINTED = new Set(['item', 'sample', 'acceptance', 'signature'])

export interface Following {
  /** Where to be; null while the visitor looks alone, or nobody points. */
  mark: ComputedRef<Mark | null>
  isFollowing: Ref<boolean>
  tell: (place: Partial<Whereabouts>) => void
}

const KEY: InjectionKey<Following> = Symbol('following')

/** Whether the clerk can point at anything on it. */
export const isPointed = ({ kind }: Pick<Showing, 'kind'>): boolean => POINTED.has(kind)

/** For what is below the caller: `useFollowing` there. The choice outlives a reload of this showing. */
export function provideFollowing(showing: () => Showing, base: string, token?: string): Following {
  const { id } = showing()
  const isFollowing = ref(sessionStorage.getItem(ALONE) !== id)
  const mark = computed(() => (isFollowing.value ? (showing().pointing ?? null) : null))
  let place = START
  let timer: ReturnType<typeof setTimeout> | undefined

  function tell(next: Partial<Whereabouts>): void {
    place = { ...START, ...next }
    clearTimeout(timer)
    timer = setTimeout(() => {
      const body = { ...place, is_following: isFollowing.value }
      // The clerk's preview may be late by one page: nothing of the visitor's depends on it.
      void send(`${base}/place`, { method: 'PUT', body, ...(token === undefined ? {} : { token }) }).catch(() => undefined)
    }, TELL_MS)
  }

  watch(isFollowing, (follows) => {
    if (follows) sessionStorage.removeItem(ALONE)
    else sessionStorage.setItem(ALONE, id)
    tell(place)
  })
  onUnmounted(() => clearTimeout(timer))
  const following = { mark, isFollowing, tell }
  provide(KEY, following)
  return following
}

/** Null where nothing is shown by a clerk, as in the idle loop's guides. */
export const useFollowing = (): Following | null => inject(KEY, null)

/** Calls `go` with every new mark, also with the one that stands when the page is loaded. */
export function onPointed(following: Following | null, go: (mark: Mark) => void): void {
  watch(
    () => following?.mark.value?.serial,
    () => following?.mark.value && go(following.mark.value),
    { immediate: true, flush: 'post' },
  )
}
