/** Rules of pre-review as an officer reads them: one sentence a rule, and the words of its parts. */

import type { Body, Json } from '@/api/knowledgeTypes'
import type { Named, Vocabulary } from '@/api/rules'
import { isBody } from './forms/fields'

export const LEVELS: readonly Named[] = [
  { id: 'blocking', label: '必须改' },
  { id: 'warning', label: '提醒' },
  { id: 'info', label: '供参考' },
]
export const CHECK_KINDS: readonly Named[] = [
  { id: 'document', label: '应为哪种文件' },
  { id: 'equals', label: '和别处一致' },
  { id: 'consistent', label: '各处互相一致' },
  { id: 'date', label: '日期和有效期' },
  { id: 'format', label: '格式和校验位' },
  { id: 'mark', label: '签名或盖章' },
  { id: 'words', label: '应出现的字样' },
  { id: 'quality', label: '拍得好不好' },
  { id: 'count', label: '文件数或页数' },
  { id: 'registered', label: '登记库里有效' },
]
export const OUTCOMES: Record<string, string> = { pass: '通过', fail: '不通过', inconclusive: '待人工' }

/** Words for the values a schema lists without titles. */
export const VALUE_LABELS: Record<string, string> = {
  files: '文件', pages: '页', front: '人像面', back: '国徽面',
  blur: '模糊', glare: '反光', dark: '太暗', cut_off: '没拍全', blank: '空白',
  seal: '印章', signature: '签名',
  id_number: '身份证号码', credit_code: '统一社会信用代码', luhn: '银行卡号', phone: '电话号码',
  date: '日期', number: '数字', name: '名称', text: '文字', address: '地址', code: '号码',
  not_expired: '没有过期', days_left: '至少还有几天', within_months: '几个月以内',
  not_future: '不晚于当天', started: '已经开始',
  legal_person: '法定代表人', valid_until: '有效期',
  form: '申请表', identity: '登录身份', register: '登记库', material: '另一份材料',
}

export const labelOf = (choices: readonly Named[], id: unknown): string =>
  choices.find((one) => one.id === id)?.label ?? VALUE_LABELS[String(id)] ?? String(id ?? '')

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])

/** The kinds of document the rules say a material shows. */
export function kindsOf(rules: readonly Json[], material: Json | undefined): string[] {
  return rules
    .filter(isBody)
    .filter((rule) => rule.material === material && isBody(rule.check) && rule.check.kind === 'document')
    .flatMap((rule) => listOf((rule.check as Body).kinds).map(String))
}

/** The fields that can be read on a material. */
export function fieldsOf(words: Vocabulary, rules: readonly Json[], material: Json | undefined): Named[] {
  const kinds = kindsOf(rules, material)
  const found = kinds.flatMap((id) => words.kinds.find((kind) => kind.id === id)?.fields ?? [])
  return found.filter((one, index) => found.findIndex(({ id }) => id === one.id) === index)
}

export function referenceWords(words: Vocabulary, rules: readonly Json[], to: Json | undefined): string {
  if (!isBody(to)) return '……'
  switch (to.source) {
    case 'form':
      return `申请表的「${labelOf(words.form_fields, to.field)}」`
    case 'identity':
      return labelOf(words.identity, to.field)
    case 'register': {
      const fields = words.registers.find((one) => one.id === to.name)?.fields ?? []
      return `登记库里的${labelOf(fields, to.field)}`
    }
    default: {
      const field = labelOf(fieldsOf(words, rules, to.name), to.field)
      return `「${labelOf(words.materials, to.name)}」上的${field}`
    }
  }
}

/** What a condition asks, in words. */
export function conditionWords(words: Vocabulary, when: Json | undefined): string {
  if (!isBody(when)) return ''
  const several = Array.isArray(when.all) ? when.all : Array.isArray(when.any) ? when.any : null
  if (several) {
    const said = several.map((one) => {
      const inner = conditionWords(words, one)
      return isBody(one) && (one.all || one.any) ? `（${inner}）` : inner
    })
    return said.join(Array.isArray(when.all) ? '，且' : '，或')
  }
  if (isBody(when.not)) return `不是（${conditionWords(words, when.not)}）`
  const question = words.questions.find((one) => one.id === when.fact)
  const asked = question?.label.replace(/[？?]$/, '') ?? String(when.fact)
  const say = (value: Json | undefined): string =>
    listOf(Array.isArray(value) ? value : [value ?? '']).map((v) => labelOf(question?.options ?? [], v)).join('、')
  const signs: [string, string][] = [
    ['is', '是'], ['is_not', '不是'], ['one_of', '是'], ['includes', '包含'], ['includes_any', '包含'],
    ['at_least', '不少于'], ['at_most', '不多于'], ['more_than', '多于'], ['less_than', '少于'],
  ]
  const [name, sign] = signs.find(([one]) => when[one] !== undefined && when[one] !== null) ?? ['is', '是']
  return `${asked}${sign}「${say(when[name])}」`
}

/** What a rule asks, as one sentence an officer can agree with or not. */
export function sentenceOf(words: Vocabulary, rules: readonly Json[], rule: Body): string {
  const check = isBody(rule.check) ? rule.check : {}
  const material = rule.material ? `「${labelOf(words.materials, rule.material)}」` : ''
  const field = labelOf(fieldsOf(words, rules, rule.material), check.field)
  const on = `${material}上的${field}`
  const when = conditionWords(words, rule.when)
  const all = (names: Json | undefined, join: string): string =>
    listOf(names).map((one) => labelOf(words.kinds, one)).join(join)
  const sentences: Record<string, () => string> = {
    document: () => {
      const sides = listOf(check.sides).length ? `，${all(check.sides, '、')}都要有` : ''
      return `${material}应当是${all(check.kinds, '或')}${sides}`
    },
    equals: () => `${on}应当和${referenceWords(words, rules, check.to)}一致`,
    consistent: () =>
      `${listOf(check.places).map((one) => referenceWords(words, rules, one)).join('、')}应当互相一致`,
    date: () => dateWords(on, check, referenceWords(words, rules, check.on)),
    format: () => `${on}应当是正确的${VALUE_LABELS[String(check.pattern)] ?? '……'}`,
    mark: () => `${material}上应当有${VALUE_LABELS[String(check.mark)] ?? '……'}`,
    words: () =>
      `${check.field ? on : `${material}里`}应当出现${listOf(check.any_of).map((one) => `「${one}」`).join('或')}`,
    registered: () => {
      const same = all(check.same, '、')
      return `${on}在登记库里应当有效${same ? `，${same}和登记的一致` : ''}`
    },
    quality: () => `${material}不能${all(check.faults, '、')}`,
    count: () => {
      const unit = check.of === 'pages' ? '页' : '个文件'
      const most = check.at_most ? `，最多${check.at_most}${unit}` : ''
      return `${material}至少${check.at_least ?? 1}${unit}${most}`
    },
  }
  const said = sentences[String(check.kind)]?.() ?? '还没有选检查什么'
  const level = labelOf(LEVELS, rule.level ?? 'blocking')
  const softly = rule.if_read ? '；没读到就不核对' : ''
  return `${when ? `${when}时，` : ''}${said}${softly}。不符合的：${level}。`
}

function dateWords(on: string, check: Body, named: string): string {
  const day = isBody(check.on) ? named : '当天'
  const amount = check.amount ?? '……'
  const sentences: Record<string, string> = {
    not_expired: `${on}不早于${day}`,
    days_left: `${on}在${day}之后至少还有${amount}天`,
    within_months: `${on}在${day}之前${amount}个月以内`,
    not_future: `${on}不晚于${day}`,
    started: `${on}不晚于${day}`,
  }
  return sentences[String(check.must)] ?? `${on}……`
}

export interface SchemaField {
  name: string
  title: string
  kind: 'choice' | 'choices' | 'number' | 'lines' | 'field' | 'reference' | 'references'
  choices: string[]
  isOptional: boolean
}

type Schema = { [name: string]: any } // eslint-disable-line @typescript-eslint/no-explicit-any

/** The fields of a kind of check, as the server's JSON schema describes them. */
export function schemaFields(schema: Schema, kind: string): SchemaField[] {
  const defs: Schema = schema.$defs ?? {}
  const found = Object.values(defs).find((one) => (one as Schema).properties?.kind?.const === kind) as
    | Schema
    | undefined
  if (!found) return []
  const required: string[] = found.required ?? []
  return Object.entries(found.properties as Schema)
    .filter(([name]) => name !== 'kind')
    .map(([name, raw]) => describe(name, raw as Schema, !required.includes(name)))
}

function describe(name: string, raw: Schema, isOptional: boolean): SchemaField {
  const one: Schema = raw.anyOf?.find((part: Schema) => part.type !== 'null') ?? raw
  const base = { name, title: String(raw.title ?? name), choices: one.enum ?? one.items?.enum ?? [], isOptional }
  if (one.$ref) return { ...base, kind: 'reference' }
  if (one.items?.$ref) return { ...base, kind: 'references' }
  if (one.type === 'array') return { ...base, kind: base.choices.length ? 'choices' : 'lines' }
  if (one.type === 'integer' || one.type === 'number') return { ...base, kind: 'number' }
  return { ...base, kind: base.choices.length ? 'choice' : 'field' }
}

/** A check of another kind: what both have stays. */
export function changedCheck(schema: Schema, kind: string, before: Body): Body {
  const kept = schemaFields(schema, kind)
    .filter(({ name }) => before[name] !== undefined)
    .map(({ name }) => [name, before[name] as Json])
  return { kind, ...(Object.fromEntries(kept) as Body) }
}

/** An id nobody has yet. */
export function freeId(rules: readonly Json[], material: string | null): string {
  const taken = new Set(rules.filter(isBody).map((rule) => String(rule.id)))
  const stem = material ?? 'rule'
  for (let number = 1; ; number += 1) if (!taken.has(`${stem}_${number}`)) return `${stem}_${number}`
}
