/** Editing a search strategy, and telling what an edit does. */

import type { Pin, RankedHit, StrategyAct, StrategyBody, Synonym } from '@/api/searchTypes'
import { weightLabel, weightsOf } from './weights'

const SEPARATORS = /[、，,；;\n]+/

/** «考车、学车» as single words, each once. */
export const wordsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(SEPARATORS)
      .map((word) => word.trim())
      .filter(Boolean),
  ),
]

export const inWords = (words: string[]): string => words.join('、')

/** What is wrong with a synonym beside all others, or null. `own` is its place among them. */
export function synonymFault(synonym: Synonym, others: Synonym[], own: number): string | null {
  if (!synonym.said.length) return '请写市民怎么说。'
  if (!synonym.means.length) return '请写规范说法。'
  const itself = synonym.said.find((word) => synonym.means.includes(word))
  if (itself) return `「${itself}」不能等于它自己。`
  const taken = synonym.said.find((word) =>
    others.some((other, index) => index !== own && other.said.includes(word)),
  )
  return taken ? `「${taken}」在别的一行里已经有了，请到那一行改。` : null
}

/** What is wrong with an act beside all others, or null. */
export function actFault(act: StrategyAct, others: StrategyAct[], own: number): string | null {
  if (!act.name) return '请写这个动作叫什么。'
  if (!act.titles.length) return '请写事项名称里怎么说。'
  if (!act.asked.length) return '请写市民怎么说。'
  const isTaken = others.some((other, index) => index !== own && other.name === act.name)
  return isTaken ? '已有这个动作，请到那一行改。' : null
}

export function pinFault(pin: Pin, others: Pin[], own: number): string | null {
  if (!pin.query.trim()) return '请写市民问什么。'
  if (!pin.keys.length) return '请选至少一个答案。'
  const isTaken = others.some((other, index) => index !== own && other.query === pin.query.trim())
  return isTaken ? '这句话已经有置顶答案，请到那一行改。' : null
}

/** The list with `member` at `place`; a place beyond the end adds it in front. */
export const put = <T>(list: T[], place: number, member: T): T[] =>
  place < 0 || place >= list.length ? [member, ...list] : list.with(place, member)

export const without = <T>(list: T[], place: number): T[] => list.toSpliced(place, 1)

export const MATCHED_LABELS: Record<string, string> = {
  name: '名称',
  words: '字面',
  meaning: '意思',
  spelling: '读音',
  synonym: '同义词',
  pinned: '置顶',
}

export interface StrategyChange {
  kind: 'added' | 'removed' | 'changed'
  text: string
}

const said = (one: Synonym): string => `${inWords(one.said)} → ${inWords(one.means)}`

/** What a draft changes, one sentence each, for the person who publishes it. */
export function strategyChanges(before: StrategyBody, after: StrategyBody): StrategyChange[] {
  return [
    ...listChanges('同义词', before.synonyms, after.synonyms, said, (one) => inWords(one.means)),
    ...listChanges(
      '办理动作',
      before.acts,
      after.acts,
      (one) => `${one.name}（${inWords(one.titles)}；${inWords(one.asked)}）`,
      (one) => one.name,
    ),
    ...listChanges(
      '置顶答案',
      before.pins,
      after.pins,
      (one) => `${one.query} → ${one.keys.join('、')}`,
      (one) => one.query,
    ),
    ...listChanges('停用词', before.stop_words, after.stop_words, String, String),
    ...weightChanges(before, after),
  ]
}

function weightChanges(before: StrategyBody, after: StrategyBody): StrategyChange[] {
  const was = new Map(weightsOf(before).map((one) => [one.path, one.value]))
  return weightsOf(after)
    .filter(({ path, value }) => was.get(path) !== value)
    .map(({ path, value }) => ({
      kind: 'changed',
      text: `${weightLabel(path)}：${was.get(path) ?? '无'} → ${value}`,
    }))
}

/** Members that only one side has; two with the same name on either side are one that changed. */
function listChanges<T>(
  label: string,
  before: T[],
  after: T[],
  shown: (member: T) => string,
  named: (member: T) => string,
): StrategyChange[] {
  const [old, fresh] = [new Set(before.map(written)), new Set(after.map(written))]
  const removed = before.filter((member) => !fresh.has(written(member)))
  const added = after.filter((member) => !old.has(written(member)))
  const found: StrategyChange[] = []
  for (const member of added) {
    const index = removed.findIndex((one) => named(one) === named(member))
    const [was] = index >= 0 ? removed.splice(index, 1) : []
    found.push(
      was === undefined
        ? { kind: 'added', text: `${label}：${shown(member)}` }
        : { kind: 'changed', text: `${label}：${shown(was)} 改为 ${shown(member)}` },
    )
  }
  return [...found, ...removed.map((one) => ({ kind: 'removed' as const, text: `${label}：${shown(one)}` }))]
}

const written = (member: unknown): string => JSON.stringify(member)

export type Mark = 'same' | 'new' | 'gone' | 'up' | 'down'

export interface MarkedHit extends RankedHit {
  mark: Mark
  /** Places it moved; 0 where it did not. */
  by: number
}

/** Two rankings with what became of each hit: before tells what is gone, after what moved or came. */
export function markRanks(
  before: RankedHit[],
  after: RankedHit[],
): { before: MarkedHit[]; after: MarkedHit[] } {
  const place = (list: RankedHit[], key: string): number => list.findIndex((hit) => hit.key === key)
  return {
    before: before.map((hit) => ({
      ...hit,
      mark: place(after, hit.key) < 0 ? 'gone' : 'same',
      by: 0,
    })),
    after: after.map((hit, now) => {
      const was = place(before, hit.key)
      if (was < 0) return { ...hit, mark: 'new', by: 0 }
      return { ...hit, mark: was === now ? 'same' : was > now ? 'up' : 'down', by: Math.abs(was - now) }
    }),
  }
}
