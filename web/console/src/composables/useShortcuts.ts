import { onBeforeUnmount, onMounted } from 'vue'

const TYPING = 'input, textarea, select, [contenteditable="true"]'
const OPEN_DIALOG = '.el-overlay:not([style*="display: none"]) [role="dialog"]'

/**
 * Single-key shortcuts for the living component.
 * Keys rest while somebody types, holds a modifier, or has a dialog open.
 */
export function useShortcuts(actions: Record<string, () => void>): void {
  const onKey = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement | null
    const isModified = event.ctrlKey || event.metaKey || event.altKey
    if (isModified || event.isComposing || target?.closest(TYPING)) return
    if (event.key === 'Enter' && target?.closest('a, button')) return
    if (document.querySelector(OPEN_DIALOG)) return
    const action = actions[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
}
