/** The one live connection of the tab: tells views that tasks changed elsewhere. */

import { defineStore } from 'pinia'
import { onScopeDispose, ref } from 'vue'

import { openLiveStream } from '@/api/liveStream'
import type { ServerEvent } from '@/api/eventStream'
import type { TaskSignal } from '@/api/types'

/** `null` says the connection came back: anything may have changed meanwhile. */
type Listener = (signal: TaskSignal | null) => void

/** A talk or a work order moved; what was said is read from the server, never sent along. */
export interface DeskSignal {
  kind: string
  id?: string
  what?: string
  number?: string
  staff_id?: string | null
  hall_id?: string | null
}
type DeskListener = (signal: DeskSignal | null) => void

export const useLiveStore = defineStore('live', () => {
  const isConnected = ref(false)
  const listeners = new Set<Listener>()
  const deskListeners = new Set<DeskListener>()
  const queueListeners = new Set<() => void>()
  let close: (() => void) | null = null

  const tell = (signal: TaskSignal | null): void => listeners.forEach((listen) => listen(signal))

  function receive(event: ServerEvent): void {
    if (['task', 'process', 'notice', 'prereview', 'letter', 'inspection'].includes(event.event)) tell(JSON.parse(event.data) as TaskSignal)
    if (event.event === 'queue') queueListeners.forEach((listen) => listen())
    if (['handoff', 'work_order', 'bad_rating', 'hall_rating', 'terminal_visit'].includes(event.event)) {
      const data = JSON.parse(event.data) as DeskSignal
      deskListeners.forEach((listen) => listen({ ...data, kind: event.event }))
    }
  }

  function start(): void {
    if (close) return
    close = openLiveStream('/staff/v1/stream', {
      onEvent: receive,
      onConnection: (connected, reconnected) => {
        isConnected.value = connected
        if (!reconnected) return
        tell(null)
        deskListeners.forEach((listen) => listen(null))
        queueListeners.forEach((listen) => listen())
      },
    })
  }

  function stop(): void {
    close?.()
    close = null
    isConnected.value = false
  }

  return { isConnected, listeners, deskListeners, queueListeners, start, stop }
})

/** Runs `listener` on every task change for as long as the calling component lives. */
export function useTaskSignals(listener: Listener): void {
  const live = useLiveStore()
  live.listeners.add(listener)
  onScopeDispose(() => live.listeners.delete(listener))
}

/** Runs `listener` whenever a talk or work order moved, while the calling component lives. */
export function useDeskSignals(listener: DeskListener): void {
  const live = useLiveStore()
  live.deskListeners.add(listener)
  onScopeDispose(() => live.deskListeners.delete(listener))
}

const GATHER_MS = 200

/** Runs `listener` when numbers moved in some hall, once for all that move in the same moment. */
export function useQueueSignals(listener: () => void): void {
  const live = useLiveStore()
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      listener()
    }, GATHER_MS)
  }
  live.queueListeners.add(soon)
  onScopeDispose(() => {
    clearTimeout(timer)
    live.queueListeners.delete(soon)
  })
}
