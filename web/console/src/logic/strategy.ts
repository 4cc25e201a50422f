/** Editing a search strategy, and telling what an edit does. */

import type { KindWeights, Numbers, Pin, RankedHit, StrategyBody, Synonym } from '@/api/searchTypes'

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

export const BOOST_LABELS: Record<string, string> = {
  title: '名称',
  aliases: '别名',
  asks: '问法',
  heading: '小标题',
  body: '正文',
}

export const FUSION_LABELS: Record<string, string> = {
  covered: '名称覆盖了多少问句',
  alike: '字面相似',
  words_meaning: '词义相近',
  sentence_meaning: '整句意思相近',
  text: '全文匹配（BM25）',
  named: '问句里有完整名称时加分',
}

export const GATE_LABELS: Record<'sure' | 'lead' | 'hopeless', string> = {
  sure: '快速判断的把握（达到就不再细看）',
  lead: '领先第二名多少才算有把握',
  hopeless: '低于多少就不再细看',
}

export const CALIBRATION_LABELS: Record<string, string> = {
  middle: '多少分时对错各半',
  slope: '把握随分数上升的快慢',
}

export const WORTH_LABELS: Record<
  'synonym_worth' | 'sound_worth' | 'other_region_worth' | 'not_valid_worth',
  string
> = {
  synonym_worth: '靠同义词匹配的折扣',
  sound_worth: '靠读音匹配的折扣',
  other_region_worth: '外地规定的折扣',
  not_valid_worth: '已失效内容的折扣',
}

export const KIND_WEIGHTS: readonly { id: 'named' | 'passages'; label: string; told: string }[] = [
  { id: 'named', label: '事项、常见问题、地点', told: '有名称的内容' },
  { id: 'passages', label: '政策文件条文', told: '整段文字' },
]

export const STAGES: readonly { id: 'quick' | 'careful'; label: string }[] = [
  { id: 'quick', label: '快速判断' },
  { id: 'careful', label: '细看' },
]

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
      '置顶答案',
      before.pins,
      after.pins,
      (one) => `${one.query} → ${one.keys.join('、')}`,
      (one) => one.query,
    ),
    ...listChanges('停用词', before.stop_words, after.stop_words, String, String),
    ...numberChanges('字段权重', before.boosts, after.boosts, BOOST_LABELS),
    ...KIND_WEIGHTS.flatMap(({ id, label }) => weightChanges(label, before[id], after[id])),
    ...numberChanges('折扣', worths(before), worths(after), WORTH_LABELS),
    ...numberChanges('候选', { candidates: before.candidates }, { candidates: after.candidates }, {
      candidates: '每次取多少条细看',
    }),
  ]
}

const worths = (body: StrategyBody): Numbers => ({
  synonym_worth: body.synonym_worth,
  sound_worth: body.sound_worth,
  other_region_worth: body.other_region_worth,
  not_valid_worth: body.not_valid_worth,
})

function weightChanges(label: string, before: KindWeights, after: KindWeights): StrategyChange[] {
  const gates = (one: KindWeights): Numbers => ({ sure: one.sure, lead: one.lead, hopeless: one.hopeless })
  return [
    ...STAGES.flatMap(({ id, label: stage }) =>
      numberChanges(`${label} · ${stage}`, before[id], after[id], FUSION_LABELS),
    ),
    ...numberChanges(label, gates(before), gates(after), GATE_LABELS),
    ...numberChanges(label, before.calibration, after.calibration, CALIBRATION_LABELS),
  ]
}

function numberChanges(
  label: string,
  before: Numbers,
  after: Numbers,
  names: Record<string, string>,
): StrategyChange[] {
  return Object.keys(after)
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      kind: 'changed' as const,
      text: `${label} · ${names[name] ?? name}：${before[name] ?? '无'} → ${after[name]}`,
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
