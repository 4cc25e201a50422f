import { describe, expect, it } from 'vitest'

import { fitted, usePen } from '@/lib/pen'
import type { StrokePoint } from '@/lib/showing'

const at = (x: number, y: number): StrokePoint => [x, y, 0, 0.5]

describe('what is written on a pad', () => {
  it('is the pen’s alone: a palm beside it neither draws nor ends the stroke', () => {
    const pen = usePen()
    expect(pen.begin(1, at(0, 0))).toBe(true)
    expect(pen.begin(2, at(300, 300))).toBe(false)
    expect(pen.go(2, at(301, 300))).toBeNull()
    pen.end(2)
    expect(pen.go(1, at(5, 5))).toEqual(at(0, 0))
    pen.end(1)
    expect(pen.go(1, at(9, 9))).toBeNull()
    expect(pen.strokes.value).toEqual([[at(0, 0), at(5, 5)]])
  })

  it('is not joined to an earlier stroke by undoing while the pen is down', () => {
    const pen = usePen()
    for (const id of [1, 2]) pen.begin(id, at(id, id)) && id === 1 && pen.end(id)
    pen.undo()
    expect(pen.go(2, at(50, 50))).toBeNull()
    expect(pen.strokes.value).toEqual([[at(1, 1)]])
  })

  it('stays on a pad of another size in its own proportions, and comes through turns unharmed', () => {
    const written = [[at(40, 40), at(360, 250)]]
    const wide = fitted(written, { width: 800, height: 180 })
    const [[, end] = []] = wide
    expect(end?.[1]).toBeCloseTo(180)
    expect((end?.[0] ?? 0) / (end?.[1] ?? 1)).toBeCloseTo(360 / 250)
    expect(fitted(wide, { width: 390, height: 287 })).toBe(wide)
    expect(fitted([], { width: 390, height: 287 })).toEqual([])
  })
})
