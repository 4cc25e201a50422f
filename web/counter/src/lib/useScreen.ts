/** The state a screen shows, kept current while the component lives. */

import { onUnmounted, reactive, ref, watch, type Ref } from 'vue'

import { device, forgetDevice, SHOWN } from './enrolment'
import { openScreen } from './screenSocket'

/** Whether the server can be reached: told to the whole page. */
export const line = reactive({ isConnected: true })

/** Calls `act` whenever the server can be reached again, while the component lives. */
export function onReconnected(act: () => void): void {
  watch(
    () => line.isConnected,
    (isConnected) => isConnected && act(),
  )
}

/** A page loaded anew without a network goes on with what it showed; the tab's end forgets it. */
function kept<T>(path: string): T | null {
  try {
    const last = JSON.parse(sessionStorage.getItem(SHOWN) ?? 'null') as { path: string; state: T } | null
    return last?.path === path ? last.state : null
  } catch {
    return null
  }
}

/** @param path the socket, e.g. `/hall/v1/counters/tianhe-a01/screen` */
export function useScreen<T extends object>(path: string): Ref<T | null> {
  const state = ref<T | null>(kept(path)) as Ref<T | null>
  const close = openScreen(path, device.value?.token ?? '', {
    onState: (next) => {
      state.value = next as T
      sessionStorage.setItem(SHOWN, JSON.stringify({ path, state: next }))
    },
    onConnection: (isConnected) => {
      line.isConnected = isConnected
    },
    onRefused: forgetDevice,
  })
  onUnmounted(close)
  return state
}
