/** Which device this is, and the secret it proves itself with. Nothing of a citizen is in it. */

import { shallowRef } from 'vue'

export interface Enrolled {
  device_id: string
  token: string
  kind: string
  name: string
  hall_id: string
  counter_id: string
}

const KEY = 'counter.device'
/** What this tab showed last, under this name: a visitor's, so it goes with the device. */
export const SHOWN = 'counter.state'

export const device = shallowRef<Enrolled | null>(read())

export function keepDevice(enrolled: Enrolled): void {
  localStorage.setItem(KEY, JSON.stringify(enrolled))
  device.value = enrolled
}

export function forgetDevice(): void {
  localStorage.removeItem(KEY)
  sessionStorage.removeItem(SHOWN)
  device.value = null
}

function read(): Enrolled | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Enrolled | null
  } catch {
    return null
  }
}

/** A code as it was drawn: letters and digits only, whatever was typed between them. */
export function cleanCode(typed: string): string {
  return typed.toUpperCase().replace(/[^0-9A-Z]/g, '')
}

/** The screen a kind of device shows first. */
export function homeOf(kind: string): string {
  return { board: '/board', terminal: '/self-service' }[kind] ?? '/'
}
