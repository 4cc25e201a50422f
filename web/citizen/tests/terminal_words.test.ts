/** The buttons of the terminal that the phone names bear these names there. */
import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

it('quotes only buttons that the terminal has', () => {
  const page = readFileSync('src/pages/device/index.vue', 'utf8')
  const terminal = readFileSync('../counter/src/words/terminal/hans.ts', 'utf8')
  const quoted = [...page.matchAll(/「(.+?)」/g)].map(([, name]) => name)
  expect(quoted).toHaveLength(2)
  for (const name of quoted) expect(terminal).toContain(`: '${name}',`)
})
