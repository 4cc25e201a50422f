/**
 * Where the keyboard is when pages change (browser only): a page that opens begins at its content;
 * one that is come back to goes on at what had been pressed.
 */
import { onShow } from '@dcloudio/uni-app'
import { getCurrentInstance, onMounted } from 'vue'

import { isH5 } from '@/platform/target'

export interface PageFocus {
  toContent: () => void
}

let isFirstPage = true

export function usePageFocus(): PageFocus {
  const instance = getCurrentInstance()
  let left: HTMLElement | null = null

  function frame(): HTMLElement | null {
    const element: unknown = instance?.proxy?.$el
    return element instanceof HTMLElement ? element : null
  }

  function toContent(): void {
    frame()?.querySelector<HTMLElement>('[role="main"]')?.focus({ preventScroll: true })
  }

  /** After the page has slid in; a field that asked for the focus keeps it. */
  function settle(): void {
    const held = document.activeElement
    if (held && frame()?.contains(held)) return
    if (left?.isConnected) left.focus({ preventScroll: true })
    else toContent()
  }

  if (isH5) {
    onMounted(() => {
      frame()?.addEventListener('focusin', ({ target }) => target instanceof HTMLElement && (left = target))
      if (isFirstPage) isFirstPage = false
      else setTimeout(settle)
    })
    onShow(() => left && setTimeout(settle))
  }
  return { toContent }
}
