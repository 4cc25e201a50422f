/** A page's query is not the frame's: `?title=` puts no words of a stranger at the head of ours. */

import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

const source = (path: string): string => readFileSync(new URL(`../src/${path}`, import.meta.url), 'utf-8')
const pages = [...source('pages.json').matchAll(/"path":\s*"([^"]+)"/g)].map((found) => String(found[1]))

test('there are pages', () => expect(pages.length).toBeGreaterThan(20))

test.each(pages)('%s keeps its query to itself', (page) => {
  expect(source(`${page}.vue`)).toContain('defineOptions({ inheritAttrs: false })')
})
