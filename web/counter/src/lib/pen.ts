/** What is written on a pad, by the one finger or pen that began the stroke. */

import { shallowRef } from 'vue'

import type { StrokePoint } from './showing'

interface Size {
  width: number
  height: number
}

export function usePen() {
  const strokes = shallowRef<StrokePoint[][]>([])
  let pointer: number | null = null

  /** @returns whether this pointer writes now: a palm laid down beside the pen does not */
  function begin(id: number, point: StrokePoint): boolean {
    if (pointer !== null) return false
    pointer = id
    strokes.value = [...strokes.value, [point]]
    return true
  }

  /** @returns where the pen was before; null where it is not the pen that moves */
  function go(id: number, point: StrokePoint): StrokePoint | null {
    const stroke = strokes.value.at(-1)
    const before = stroke?.at(-1)
    if (id !== pointer || !before) return null
    stroke?.push(point)
    return before
  }

  function end(id: number): void {
    if (id === pointer) pointer = null
  }

  function keep(wanted: StrokePoint[][]): void {
    pointer = null
    strokes.value = wanted
  }

  /** The pad has another size now: what was written stays on it. */
  function fit(size: Size): void {
    strokes.value = fitted(strokes.value, size)
  }

  return { strokes, begin, go, end, fit, undo: () => keep(strokes.value.slice(0, -1)), clear: () => keep([]) }
}

/** Made smaller as far as the pad asks for, in its own proportions; never larger, so that turning a
 * phone to and fro changes it once. */
export function fitted(strokes: StrokePoint[][], { width, height }: Size): StrokePoint[][] {
  const points = strokes.flat()
  const right = Math.max(0, ...points.map(([x]) => x))
  const bottom = Math.max(0, ...points.map(([, y]) => y))
  const share = Math.min(1, width / (right || 1), height / (bottom || 1))
  if (share === 1) return strokes
  return strokes.map((stroke) => stroke.map(([x, y, ...rest]): StrokePoint => [x * share, y * share, ...rest]))
}
