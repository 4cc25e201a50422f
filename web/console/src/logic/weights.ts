/** The numbers of a search strategy: found wherever they stand, named, and held in their limits. */

import type { StrategyBody, Weights } from '@/api/searchTypes'

export interface Weight {
  /** Names from the root, joined by dots. */
  path: string
  value: number
}

export interface Limits {
  minimum: number
  maximum: number
  step: number
}

const NAMES: Record<string, string> = {
  boosts: '字段权重',
  title: '名称',
  aliases: '别名',
  asks: '问法',
  heading: '小标题',
  body: '正文',
  named: '事项、常见问题、地点',
  passages: '政策文件条文',
  quick: '快速判断',
  careful: '细看',
  covered: '名称覆盖了多少问句',
  alike: '字面相似',
  words_meaning: '词义相近',
  sentence_meaning: '整句意思相近',
  text: '全文匹配（BM25）',
  middle: '多少分时对错各半',
  slope: '把握随分数上升的快慢',
  sure: '快速判断的把握，达到就不细看',
  topic_share: '整句意思里主题占多少',
  synonym_worth: '靠同义词匹配',
  sound_worth: '靠读音匹配',
  asking_worth: '只是提问的套话',
  act_worth: '办理动作对得上',
  other_region_worth: '外地的规定',
  not_valid_worth: '已失效的内容',
  candidates: '每次取多少条细看',
}
/** The same name says something else inside a sum of evidence. */
const NAMES_OF_EVIDENCE: Record<string, string> = { named: '问句里有完整名称时加分' }

/** Every number of a strategy, in reading order. */
export function weightsOf(body: StrategyBody | Weights, path = ''): Weight[] {
  return Object.entries(body).flatMap(([name, value]): Weight[] => {
    const here = path ? `${path}.${name}` : name
    if (typeof value === 'number') return [{ path: here, value }]
    return Array.isArray(value) ? [] : weightsOf(value, here)
  })
}

/** The strategy's top with one number changed; what is left is the same. */
export function withWeight(body: StrategyBody, path: string, value: number): Partial<StrategyBody> {
  const [name = '', ...rest] = path.split('.')
  if (!rest.length) return { [name]: value }
  return { [name]: changed(body[name] as Weights, rest, value) }
}

function changed(group: Weights, [name = '', ...rest]: string[], value: number): Weights {
  if (!rest.length) return { ...group, [name]: value }
  return { ...group, [name]: changed(group[name] as Weights, rest, value) }
}

export function nameOf(path: string): string {
  const steps = path.split('.')
  const last = steps.at(-1) ?? ''
  return (steps.length > 2 ? NAMES_OF_EVIDENCE[last] : undefined) ?? NAMES[last] ?? last
}

/** «事项、常见问题、地点 · 细看 · 字面相似». */
export function weightLabel(path: string): string {
  const steps = path.split('.')
  return steps.map((_step, index) => nameOf(steps.slice(0, index + 1).join('.'))).join(' · ')
}

export interface WeightGroup {
  path: string
  label: string
  told: string
  weights: Weight[]
}

const TOLD: Record<string, string> = {
  '': '1 是照常，越小越不看重。',
  boosts: '在哪一处匹配到更要紧。1 是平常，0 是不看。',
}

/** Numbers that stand together, the fields first. */
export function weightGroups(body: StrategyBody): WeightGroup[] {
  const groups = new Map<string, Weight[]>()
  for (const weight of weightsOf(body)) {
    const path = weight.path.split('.').slice(0, -1).join('.')
    groups.set(path, [...(groups.get(path) ?? []), weight])
  }
  const order = (path: string): number => (path === 'boosts' ? 0 : path === '' ? 1 : 2)
  return [...groups]
    .map(([path, weights]) => ({
      path,
      label: path ? weightLabel(path) : '折扣与范围',
      told: TOLD[path] ?? '',
      weights,
    }))
    .sort((one, other) => order(one.path) - order(other.path))
}

type Schema = Record<string, unknown>

/** The limits the schema sets to the number at a path; 0 to 1 where it says nothing. */
export function limitsOf(schema: Schema, path: string): Limits {
  const found = path
    .split('.')
    .reduce<Schema>((here, name) => resolved(schema, propertyOf(resolved(schema, here), name)), schema)
  const number = (name: string, fallback: number): number =>
    typeof found[name] === 'number' ? (found[name] as number) : fallback
  const maximum = number('maximum', 1)
  const isWhole = found.type === 'integer'
  const step = isWhole ? 1 : maximum > 10 ? 0.1 : 0.01
  return { minimum: number('minimum', number('exclusiveMinimum', 0)), maximum, step }
}

const propertyOf = (schema: Schema, name: string): Schema =>
  ((schema.properties as Record<string, Schema> | undefined) ?? {})[name] ?? {}

function resolved(root: Schema, schema: Schema): Schema {
  const reference = schema.$ref
  if (typeof reference !== 'string') return schema
  const definitions = (root.$defs as Record<string, Schema> | undefined) ?? {}
  return definitions[reference.replace('#/$defs/', '')] ?? {}
}
