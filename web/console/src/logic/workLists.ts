/** Lists of work: which they are, what narrows them, what their address says. */

import type { CaseLine, ListName, TaskLine } from '@/api/listTypes'
import type { CaseBrief } from '@/api/types'

/** What may stand in a list's address; anything else in it belongs to somebody else. */
export const FILTERS = [
  'q', 'status', 'item', 'department', 'street', 'park', 'channel', 'verdict', 'letter',
  'warning', 'due_within', 'submitted_from', 'submitted_to', 'kind', 'sort',
] as const
export type Filter = (typeof FILTERS)[number]
export type ListQuery = Partial<Record<Filter, string>>

/** One row of any list: a case, and the task it waits on where the list is of tasks. */
export interface WorkRow {
  /** What a batch names it by: the task where there is one, else the case. */
  id: string
  case: CaseBrief
  task: TaskLine | null
  channel: string
  isWatched: boolean
}

export const LISTS: Record<ListName, { label: string; empty: string }> = {
  open: { label: '待办', empty: '现在没有待认领的办件，有新办件会自动出现在这里。' },
  mine: { label: '我已认领', empty: '您还没有认领办件，可以到「待办」里认领一件。' },
  done: { label: '已办', empty: '您办结的任务会留在这里，方便回看。' },
  watched: { label: '关注', empty: '在列表里选中办件点「关注」，就会一直留在这里。' },
  cases: { label: '办件查询', empty: '还没有您可以查看的办件。' },
}

export const isOfTasks = (list: ListName): list is 'open' | 'mine' | 'done' =>
  list === 'open' || list === 'mine' || list === 'done'

export const rowOfTask = (line: TaskLine): WorkRow => ({
  id: line.id,
  case: line.case,
  task: line,
  channel: '',
  isWatched: line.is_watched,
})

export const rowOfCase = (line: CaseLine): WorkRow => ({
  id: line.number,
  case: line,
  task: null,
  channel: line.channel,
  isWatched: line.is_watched,
})

/** The filters an address holds; arrays and empty words fall away. */
export function queryOf(address: Record<string, unknown>): ListQuery {
  const found: ListQuery = {}
  for (const name of FILTERS) {
    const value = address[name]
    if (typeof value === 'string' && value.trim()) found[name] = value.trim()
  }
  return found
}

/** How many filters beside words and order narrow the list. */
export const narrowedBy = (query: ListQuery): number =>
  Object.keys(query).filter((name) => name !== 'q' && name !== 'sort').length

/** «10,000+» where nobody counted on. */
export const totalText = (total: number, isExact: boolean): string =>
  `${total.toLocaleString('zh-CN')}${isExact ? '' : '+'}`

/** What a badge shows: beyond 999 nobody needs the figure. */
export const badge = (count: number): string => (count > 999 ? '999+' : String(count))

/** Marks a row or takes the mark away. */
export function toggled(marked: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(marked)
  if (!next.delete(id)) next.add(id)
  return next
}

/** What of the marks still stands after the rows have changed. */
export const stillThere = (marked: ReadonlySet<string>, rows: WorkRow[]): Set<string> => {
  const there = new Set(rows.map((row) => row.id))
  return new Set([...marked].filter((id) => there.has(id)))
}

/** The row the keyboard stands on after moving by `step`, held inside the list. */
export function moveSelection(current: number, step: number, length: number): number {
  if (length === 0) return -1
  return Math.min(Math.max(current + step, 0), length - 1)
}

export interface Column {
  id: string
  label: string
  /** In pixels; without one the column takes what is left. */
  width?: number
}

const COLUMNS: Record<string, Column> = {
  number: { id: 'number', label: '编号', width: 190 },
  item: { id: 'item', label: '事项' },
  applicant: { id: 'applicant', label: '申请人', width: 128 },
  channel: { id: 'channel', label: '渠道', width: 110 },
  submitted_at: { id: 'submitted_at', label: '提交时间', width: 116 },
  due_at: { id: 'due_at', label: '承诺到期', width: 172 },
  status: { id: 'status', label: '状态', width: 130 },
  holder: { id: 'holder', label: '认领人', width: 92 },
  done_at: { id: 'done_at', label: '办理时间', width: 116 },
  outcome: { id: 'outcome', label: '办理结果', width: 92 },
}
const USUAL: Record<ListName, string[]> = {
  open: ['number', 'item', 'applicant', 'submitted_at', 'due_at', 'status'],
  mine: ['number', 'item', 'applicant', 'submitted_at', 'due_at', 'status'],
  done: ['number', 'item', 'applicant', 'done_at', 'due_at', 'status', 'outcome'],
  watched: ['number', 'item', 'applicant', 'submitted_at', 'due_at', 'status'],
  cases: ['number', 'item', 'applicant', 'channel', 'submitted_at', 'due_at', 'status'],
}

/** The columns a list can show; number and item stay, or nobody knows what a row is. */
export function columnsOf(list: ListName): Column[] {
  const own = isOfTasks(list) ? ['holder'] : ['channel']
  const ids = [...new Set([...USUAL[list], ...own])]
  return ids.flatMap((id) => COLUMNS[id] ?? [])
}

export const usualColumns = (list: ListName): string[] => USUAL[list]

/** Chosen columns in the list's own order; an unknown or empty choice is the usual one. */
export function chosenColumns(list: ListName, chosen: string[] | null): Column[] {
  const wanted = new Set(['number', 'item', ...(chosen?.length ? chosen : USUAL[list])])
  return columnsOf(list).filter((column) => wanted.has(column.id))
}
