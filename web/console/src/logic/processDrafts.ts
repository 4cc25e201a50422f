/** Work on a drawing that is not saved yet, kept in this browser against a lost page. */

export interface KeptDrawing {
  name: string
  bpmn: string
  /** The revision of the draft it was drawn from. */
  revision: number
  /** Milliseconds since 1970. */
  at: number
}

const place = (key: string): string => `tianhe.process.draft.${key}`

export function keepDrawing(key: string, drawing: KeptDrawing): void {
  try {
    localStorage.setItem(place(key), JSON.stringify(drawing))
  } catch {
    // A full store keeps nothing; the drawing is still on the page.
  }
}

export function keptDrawing(key: string): KeptDrawing | null {
  const text = localStorage.getItem(place(key))
  if (!text) return null
  try {
    return JSON.parse(text) as KeptDrawing
  } catch {
    return null
  }
}

export function forgetDrawing(key: string): void {
  localStorage.removeItem(place(key))
}
