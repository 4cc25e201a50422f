/** Who waits, whom I talk with, and the talk that is open; kept current by the live line. */

import { ElNotification } from 'element-plus/es/components/notification/index'
import { defineStore } from 'pinia'
import { reactive, ref } from 'vue'

import * as api from '@/api/handoffs'
import { describeError } from '@/api/problem'
import { useLiveStore, type DeskSignal } from '@/stores/live'

const GATHER_MS = 200
const SUGGEST_MS = 1_000
const NOTICE_MS = 5_000

export const useHandoffsStore = defineStore('handoffs', () => {
  const tab = ref<api.HandoffTab>('waiting')
  const rows = ref<api.HandoffLine[]>([])
  const counts = ref({ waiting: 0, mine: 0, open: 0 })
  const desk = ref<api.Desk | null>(null)
  const talk = ref<api.HandoffDetail | null>(null)
  const unread = ref<ReadonlySet<string>>(new Set())
  /** Words to be put into the reply: a suggestion that was pressed. */
  const draft = ref('')
  /** Replies begun and not sent, by talk. */
  const unsent = reactive(new Map<string, string>())
  const hasLoaded = ref(false)
  const trouble = ref<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | null = null
  let later: ReturnType<typeof setTimeout> | null = null
  let asked = 0
  let wanted: string | null = null

  async function load(): Promise<void> {
    const mine = (asked += 1)
    try {
      const page = await api.listHandoffs(tab.value)
      if (mine !== asked) return
      rows.value = page.items
      counts.value = page.counts
      desk.value = page.desk
      trouble.value = null
      hasLoaded.value = true
    } catch (error) {
      if (mine === asked) trouble.value = describeError(error)
    }
  }

  async function show(next: api.HandoffTab): Promise<void> {
    tab.value = next
    await load()
  }

  async function open(id: string | null): Promise<void> {
    wanted = id
    if (!id) {
      talk.value = null
      return
    }
    unread.value = new Set([...unread.value].filter((other) => other !== id))
    if (talk.value?.id === id) return
    const found = await api.getHandoff(id)
    if (wanted === id) talk.value = found
  }

  /** Words that came since the last known; the talk keeps its place while they are added. */
  async function readNew(): Promise<void> {
    const now = talk.value
    if (!now) return
    const last = now.lines.at(-1)?.seq ?? 0
    const { items } = await api.linesAfter(now.id, last)
    if (talk.value?.id === now.id) receive(items)
  }

  function receive(lines: api.SaidLine[]): void {
    if (!talk.value) return
    const known = new Set(talk.value.lines.map((line) => line.id))
    const fresh = lines.filter((line) => !known.has(line.id))
    talk.value.lines = [...talk.value.lines, ...fresh].sort((a, b) => a.seq - b.seq)
  }

  function hear(signal: DeskSignal | null): void {
    if (signal && signal.kind !== 'handoff') return
    const isOpen = signal?.id === talk.value?.id
    if (signal?.what === 'said') {
      if (isOpen) void readNew().then(refreshSoon).catch(() => undefined)
      else if (signal.id) unread.value = new Set([...unread.value, signal.id])
      return
    }
    if (signal?.what === 'open') announce()
    if (talk.value && (isOpen || !signal)) void refresh()
    timer ??= setTimeout(() => ((timer = null), void load()), GATHER_MS)
  }

  /** What is suggested follows what was said, a little later: words come in bursts. */
  function refreshSoon(): void {
    if (later) clearTimeout(later)
    later = setTimeout(() => void refresh(), SUGGEST_MS)
  }

  async function refresh(): Promise<void> {
    const id = talk.value?.id
    if (!id) return
    const fresh = await api.getHandoff(id).catch(() => null)
    if (fresh && talk.value?.id === id) talk.value = fresh
  }

  function announce(): void {
    const isLooking = location.hash.startsWith('#/handoffs')
    if (isLooking || !desk.value?.takes_handoffs) return
    ElNotification({
      title: '有市民在等人工',
      message: '到「人工会话」的排队列表接入',
      type: 'info',
      position: 'bottom-right',
      duration: NOTICE_MS,
    })
  }

  function start(): void {
    useLiveStore().deskListeners.add(hear)
    void load()
  }

  function stop(): void {
    useLiveStore().deskListeners.delete(hear)
    tab.value = 'waiting'
    rows.value = []
    talk.value = wanted = null
    unsent.clear()
    unread.value = new Set()
    hasLoaded.value = false
  }

  return {
    tab, rows, counts, desk, talk, unread, draft, unsent, hasLoaded, trouble,
    load, show, open, receive, refresh, start, stop,
  }
})
