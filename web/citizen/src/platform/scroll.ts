import { nextTick } from 'vue'

import { isH5 } from '@/platform/target'

/** To the top of the page, once what is to be shown has been drawn. */
export async function scrollToTop(): Promise<void> {
  await nextTick()
  if (isH5) window.scrollTo(0, 0)
  else uni.pageScrollTo({ scrollTop: 0, duration: 0 })
}

/**
 * Bring the element with `id` into view, below the head (see `scroll-margin-top`): gliding where
 * it is near, at once (`isAtOnce`) where whole screens would rush by.
 */
export async function scrollToElement(id: string, isAtOnce = false): Promise<void> {
  await nextTick()
  if (isH5) visibleElement(id)?.scrollIntoView({ block: 'start', behavior: isAtOnce ? 'auto' : 'smooth' })
  else uni.pageScrollTo({ selector: `#${id}`, duration: isAtOnce ? 0 : 200 })
}

/** Pages behind the present one stay in the document, so an id may be there twice. */
function visibleElement(id: string): HTMLElement | undefined {
  const found = document.querySelectorAll<HTMLElement>(`[id="${id}"]`)
  return [...found].find((element) => element.offsetParent !== null)
}
