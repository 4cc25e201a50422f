/** What the server finds wrong with a body, led back to the field it is about. */

import type { Body, Json } from '@/api/knowledgeTypes'

export interface Fault {
  /** Names and positions from the root of the body; empty where it speaks of the whole. */
  path: string
  text: string
}

const WITH_PATH = /^([A-Za-z_][\w]*(?:\.[\w-]+)*): (.+)$/s

export function parseFault(fault: string): Fault {
  const found = WITH_PATH.exec(fault)
  return found ? { path: found[1] ?? '', text: found[2] ?? '' } : { path: '', text: fault }
}

export const parseFaults = (faults: string[]): Fault[] => faults.map(parseFault)

/** What is wrong with the field at a path: it itself, or, where `isWhole`, anything below it. */
export function faultsAt(faults: Fault[], path: string, isWhole = false): string[] {
  return faults
    .filter((fault) => fault.path === path || (isWhole && fault.path.startsWith(`${path}.`)))
    .map((fault) => fault.text)
}

export const hasFaultsUnder = (faults: Fault[], path: string): boolean =>
  faults.some((fault) => fault.path === path || fault.path.startsWith(`${path}.`))

/** The value at a dotted path, or undefined. */
export function valueAt(body: Body, path: string): Json | undefined {
  let here: Json | undefined = body
  for (const step of path ? path.split('.') : []) {
    if (Array.isArray(here)) here = here[Number(step)]
    else if (here !== null && typeof here === 'object') here = here[step]
    else return undefined
  }
  return here
}
