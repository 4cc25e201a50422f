import { defineStore } from 'pinia'

import { openStream, type StreamLine } from '@/api/stream'
import type { ServerEvent } from '@/api/sse'
import type { Handoff } from '@/api/handoffs'
import type { CaseEvent, ChatMessage } from '@/api/types'
import { useCasesStore } from '@/stores/cases'
import { useChatStore } from '@/stores/chat'
import { useCounterHandoffStore } from '@/stores/counter_handoff'
import { useHandoffStore } from '@/stores/handoff'
import { useQueueStore } from '@/stores/queue'
import { useTerminalStore } from '@/stores/terminal'

const SHORTEST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000
const STEADY_MS = 20_000

/**
 * The live line while the client is in view. Each time it breaks, the history is read (so nothing
 * is missed) and it is opened again; where it cannot be opened, that reading is the polling.
 */
export const useLiveStore = defineStore('live', () => {
  const chat = useChatStore()
  const cases = useCasesStore()
  const handoff = useHandoffStore()
  const counter = useCounterHandoffStore()
  const queue = useQueueStore()
  const terminal = useTerminalStore()
  let turn = 0
  let line: StreamLine | null = null

  function handle({ event, data }: ServerEvent): void {
    try {
      if (event === 'message') chat.arrive(JSON.parse(data) as ChatMessage)
      if (event === 'handoff') handoff.apply(JSON.parse(data) as Handoff)
      if (event === 'counter_handoff') counter.touch()
      if (event === 'ticket') queue.touch()
      if (event === 'terminal') void terminal.read()
      if (event === 'case') cases.apply(JSON.parse(data) as CaseEvent)
    } catch {
      // A damaged event is made good by the next reading of the history.
    }
  }

  async function keepOpen(mine: number): Promise<void> {
    let wait = SHORTEST_WAIT_MS
    while (mine === turn) {
      const opened = Date.now()
      line = openStream(handle)
      counter.touch()
      await Promise.all([line.ended, chat.sync(), handoff.read(), terminal.read()])
      wait = Date.now() - opened > STEADY_MS ? SHORTEST_WAIT_MS : Math.min(wait * 2, LONGEST_WAIT_MS)
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }

  function start(): void {
    stop()
    void keepOpen(turn)
  }

  function stop(): void {
    turn += 1
    line?.close()
    line = null
  }

  return { start, stop }
})
