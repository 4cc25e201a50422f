/** The state a screen shows, kept current while the component lives. */

import { onUnmounted, reactive, ref, type Ref } from 'vue'

import { device, forgetDevice } from './enrolment'
import { openScreen } from './screenSocket'

/** Whether the server can be reached: told to the whole page. */
export const line = reactive({ isConnected: true })

/** @param path the socket, e.g. `/hall/v1/counters/tianhe-a01/screen` */
export function useScreen<T extends object>(path: string): Ref<T | null> {
  const state = ref<T | null>(null) as Ref<T | null>
  const close = openScreen(path, device.value?.token ?? '', {
    onState: (next) => {
      state.value = next as T
    },
    onConnection: (isConnected) => {
      line.isConnected = isConnected
    },
    onRefused: forgetDevice,
  })
  onUnmounted(close)
  return state
}
