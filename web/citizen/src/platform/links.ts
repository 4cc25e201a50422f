/** Pages outside: a new window in the browser; the mini-program may not open them, so it copies. */

import { copyText } from '@/platform/clipboard'
import { isH5 } from '@/platform/target'

/** Go to a page outside that brings the citizen back by itself. */
export function leaveFor(url: string): void {
  if (isH5) window.location.href = url
  else copyText(url, '链接已复制，请在浏览器打开，办好后回到这里')
}

export function openLink(url: string): void {
  if (isH5) window.open(url, '_blank', 'noopener')
  else copyText(url, '链接已复制，请在浏览器打开')
}
