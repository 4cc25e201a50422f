import { describe, expect, it } from 'vitest'

import { merged, textsOf, typedIn } from '@/lib/terminal/form'

const FIELDS = [
  { id: 'name', kind: 'name' },
  { id: 'address', kind: 'address' },
  { id: 'area', kind: 'number' },
]
const SAVED = { name: '陈大文', address: '', area: 80 }

describe('a form filled here and on the phone', () => {
  it('sends only what was typed here', () => {
    expect(typedIn(FIELDS, textsOf(SAVED), SAVED)).toEqual({})
    expect(typedIn(FIELDS, { ...textsOf(SAVED), address: ' 天河路1号 ' }, SAVED)).toEqual({ address: '天河路1号' })
    expect(typedIn(FIELDS, { ...textsOf(SAVED), name: '', area: '90' }, SAVED)).toEqual({ name: null, area: 90 })
    expect(typedIn(FIELDS, {}, {})).toEqual({})
  })

  it('takes over what the phone filled and leaves what is being typed', () => {
    const texts = { name: '陈大文', address: '天河路1号 ', area: '80' }
    const sent = { ...SAVED, address: '天河路1号' }
    const next = { name: '陈大文', address: '天河路1号', area: 120 }
    expect(merged(FIELDS, texts, sent, next)).toEqual({ name: '陈大文', address: '天河路1号 ', area: '120' })
    const typing = { ...texts, address: '天河路1号2楼', area: '85' }
    expect(merged(FIELDS, typing, sent, next)).toEqual(typing)
  })
})
