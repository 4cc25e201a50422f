import { describe, expect, it } from 'vitest'

import type { Permission } from '@/api/types'
import { isAt, NAVIGATION, navigationOf } from '@/logic/navigation'
import { PAGES } from '@/pages'

const entries = NAVIGATION.flatMap((group) => group.entries)
const seenBy = (...held: Permission[]): string[] =>
  navigationOf((one) => held.includes(one)).flatMap((section) => section.links.map((link) => link.key))

describe('the navigation', () => {
  it('shows nobody what is not theirs', () => {
    expect(seenBy()).toEqual([])
    expect(seenBy('audit.read')).toEqual(['audit'])
    expect(seenBy('knowledge.view', 'search.manage')).toEqual(['knowledge', 'search'])
  })

  it('opens the first page the person may see', () => {
    const lead = navigationOf((one) => one === 'processes.lead')
    expect(lead[0]?.links[0]?.to).toBe('process-monitor')
  })

  it('gives a heading only where it tells groups apart', () => {
    const alone = navigationOf((one) => one === 'cases.view')
    expect(alone.map((section) => section.heading)).toEqual([null])
    const two = navigationOf((one) => one === 'cases.view' || one === 'audit.read')
    expect(two.map((section) => section.heading)).toEqual(['办理', null])
  })

  it('knows its own pages by whole parts of the path', () => {
    const processes = entries.find((one) => one.key === 'processes')!
    expect(isAt(processes, '/processes/templates/approval')).toBe(true)
    expect(isAt(processes, '/process-bindings')).toBe(true)
    expect(isAt(processes, '/processes-old')).toBe(false)
  })

  it('leads only to pages there are, under the permission the page asks for', () => {
    for (const { name, needs } of entries.flatMap((entry) => entry.pages)) {
      expect(PAGES.find((page) => page.name === name)?.meta?.needs, name).toBe(needs)
    }
  })

  it('has every page under exactly one entry, but for the person and their notices', () => {
    for (const { path } of PAGES.filter((page) => page.name !== 'me' && page.name !== 'notices')) {
      expect(entries.filter((entry) => isAt(entry, `/${path}`)).length, path).toBe(1)
    }
  })
})
