import { describe, expect, it } from 'vitest'

import { isScriptGone, mayBeginAnew } from '@/logic/newBuild'

function memory(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>()
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }
}

describe('a console that was renewed meanwhile', () => {
  it('knows a script that is gone by what each browser says', () => {
    const said = [
      'Failed to fetch dynamically imported module: http://x/assets/CasesView-1.js',
      'error loading dynamically imported module: http://x/assets/CasesView-1.js',
      'Importing a module script failed.',
      'Unable to preload CSS for /console/assets/CasesView-1.css',
    ]
    expect(said.every((words) => isScriptGone(new TypeError(words)))).toBe(true)
    expect(isScriptGone(new TypeError("Cannot read properties of undefined (reading 'id')"))).toBe(false)
  })

  it('begins anew once for a page, and again later', () => {
    const kept = memory()
    expect(mayBeginAnew('/cases', 1_000, kept)).toBe(true)
    expect(mayBeginAnew('/cases', 6_000, kept)).toBe(false)
    expect(mayBeginAnew('/audit', 6_000, kept)).toBe(true)
    expect(mayBeginAnew('/audit', 60_000, kept)).toBe(true)
  })
})
