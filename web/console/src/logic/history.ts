/** Steps of writing that can be taken back: whole bodies as text, oldest first. */

const MOST_STEPS = 200

export interface History {
  steps: readonly string[]
  /** The step the page shows. */
  at: number
}

export const begin = (step: string): History => ({ steps: [step], at: 0 })

/** A new step; what had been taken back is forgotten. The same step again changes nothing. */
export function record(history: History, step: string): History {
  if (history.steps[history.at] === step) return history
  const steps = [...history.steps.slice(0, history.at + 1), step].slice(-MOST_STEPS)
  return { steps, at: steps.length - 1 }
}

export const canUndo = (history: History): boolean => history.at > 0
export const canRedo = (history: History): boolean => history.at < history.steps.length - 1

export const undo = (history: History): History =>
  canUndo(history) ? { ...history, at: history.at - 1 } : history

export const redo = (history: History): History =>
  canRedo(history) ? { ...history, at: history.at + 1 } : history

export const current = (history: History): string => history.steps[history.at] ?? ''
