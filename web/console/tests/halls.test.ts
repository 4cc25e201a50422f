import { describe, expect, it } from 'vitest'

import { daysBack, pictureOf } from '@/logic/halls'

describe('the days a figure looks back', () => {
  it('ends today as Guangzhou counts it', () => {
    expect(daysBack(3, new Date('2026-11-26T16:30:00Z'))).toEqual(['2026-11-25', '2026-11-26', '2026-11-27'])
  })
  it('goes over the end of a year', () => {
    expect(daysBack(2, new Date('2027-01-01T03:00:00Z'))).toEqual(['2026-12-31', '2027-01-01'])
  })
})

describe('the picture of a code', () => {
  it('is data, whatever stands in it', () => {
    expect(pictureOf('<svg>#"\'</svg>')).toBe(`data:image/svg+xml;utf8,${encodeURIComponent('<svg>#"\'</svg>')}`)
  })
})
