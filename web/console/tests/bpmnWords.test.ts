/// <reference types="node" />
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { translate, WORDS } from '@/bpmn/words'

const HOMES = ['bpmn-js/lib', 'diagram-js/lib', 'diagram-js-direct-editing/lib']
const PATTERNS = [/translate\(\s*'([^']+)'/g, /^\s*label: '([^']+)'/gm, /label \+= '( [^']+)'/g, /_ERR_MSG = '([^']+)'/g]
/** Examples in comments and pieces that are joined before they are said. */
const NOT_SAID = new Set(['HELLO {you}', "' + shift + '".slice(1, -1), ' (removes content)', 'Event based instantiating Gateway', 'Parallel Event based instantiating Gateway'])

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sources(path)
    return name.endsWith('.js') ? [readFileSync(path, 'utf8')] : []
  })
}

function said(): string[] {
  const texts = HOMES.flatMap((home) => sources(join('node_modules', home)))
  const found = texts.flatMap((text) => PATTERNS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')))
  return [...new Set(found)].filter((sentence) => !NOT_SAID.has(sentence) && /[A-Za-z]{3}/.test(sentence))
}

describe('the drawing tool in Chinese', () => {
  it('has a Chinese sentence for every sentence of the tool', () => {
    const all = said()
    expect(all.length).toBeGreaterThan(90)
    expect(all.filter((sentence) => !WORDS[sentence])).toEqual([])
  })

  it('fills in what a sentence leaves open', () => {
    expect(translate('Open {element}', { element: '子流程' })).toBe('打开子流程')
    expect(translate('nobody knows this')).toBe('nobody knows this')
  })
})
