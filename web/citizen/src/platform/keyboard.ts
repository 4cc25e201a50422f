/**
 * Everything that can be pressed can be pressed by the keyboard: Enter, and the space bar where a
 * native button would take it too. One listener for the page, as uni-app's views know only clicks.
 */

const PRESSED_BY: Record<string, string[]> = {
  button: ['Enter', ' '], tab: ['Enter', ' '], switch: ['Enter', ' '], radio: ['Enter', ' '], checkbox: ['Enter', ' '],
  link: ['Enter'],
}

export function pressByKeyboard(): void {
  document.addEventListener('keydown', (event) => {
    const target = event.target
    if (event.defaultPrevented || event.isComposing || !(target instanceof HTMLElement)) return
    const role = target.getAttribute('role') ?? ''
    if (PRESSED_BY[role]?.includes(event.key)) {
      event.preventDefault()
      target.click()
    } else if (role === 'radio') walk(target, event)
  })
}

/** The arrows go from one radio to the next, as readers of screens expect; choosing is Enter. */
function walk(from: HTMLElement, event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
  if (!step) return
  const group = [...(from.closest('[role="radiogroup"]')?.querySelectorAll<HTMLElement>('[role="radio"]') ?? [])]
  if (!group.length) return
  event.preventDefault()
  group[(group.indexOf(from) + step + group.length) % group.length]?.focus()
}
