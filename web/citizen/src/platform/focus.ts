/** Where the keyboard goes when what it was on is gone (browser only). */

import { nextTick } from 'vue'

import { isH5 } from '@/platform/target'

function visible(selector: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.offsetParent !== null).at(-1)
}

/** To the first of `selectors` that is on the page, once it is drawn, if the focus was lost. */
export async function catchFocus(...selectors: string[]): Promise<void> {
  if (!isH5) return
  await nextTick()
  const held = document.activeElement
  if (held && held !== document.body) return
  selectors.map(visible).find(Boolean)?.focus({ preventScroll: true })
}

/** To what is first filled in within the element with `id`, or to the beginning of the content. */
export async function focusOn(id = ''): Promise<void> {
  if (!isH5) return
  await nextTick()
  const kinds = [':is(input, textarea)', '[role="radio"]', '[role="button"]']
  const found = (id ? kinds : []).map((kind) => first(`[id="${id}"] ${kind}`)).find(Boolean) ?? visible('[role="main"]')
  found?.focus({ preventScroll: true })
}

function first(selector: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(selector)].find((element) => element.offsetParent !== null)
}
