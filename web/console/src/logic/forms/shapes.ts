/** Every shape as a list of fields, and a new body of it. */

import type { Body, Shape } from '@/api/knowledgeTypes'
import { BRIEF_FIELDS } from './brief'
import { ARTICLE_FIELDS, DOCUMENT_FIELDS } from './document'
import { CHECKLIST_FIELDS } from './checklist'
import { FAQ_FIELDS } from './faq'
import { blankBody, filledOut, isBody, type Field } from './fields'
import { ASK_FIELDS, BASIC_FIELDS, GUIDE_FIELDS, MATERIAL_FIELDS, SOURCES_FIELDS } from './item'
import { LETTER_FIELDS } from './letter'
import { PLACE_FIELDS } from './place'

const group = (name: string, label: string, fields: Field[]): Field => ({
  kind: 'group',
  name,
  label,
  fields,
})

export const SHAPE_FIELDS: Record<Shape, Field[]> = {
  faq: FAQ_FIELDS,
  place: PLACE_FIELDS,
  brief: BRIEF_FIELDS,
  letter: LETTER_FIELDS,
  checklist: CHECKLIST_FIELDS,
  rules: [{ kind: 'line', name: 'name', label: '名称', maxLength: 200 }],
  document: [
    ...DOCUMENT_FIELDS,
    {
      kind: 'list',
      name: 'articles',
      label: '条文',
      memberName: '一条',
      titled: ['label', 'heading'],
      fields: ARTICLE_FIELDS,
    },
  ],
  item: [
    group('item', '基本信息', [...BASIC_FIELDS, ...ASK_FIELDS, ...SOURCES_FIELDS]),
    group('guide', '办事指南', GUIDE_FIELDS),
    group('materials', '材料', MATERIAL_FIELDS),
  ],
}

/** The body as the forms need it: every field there, nothing else touched. */
export const prepared = (shape: Shape, body: Body): Body => filledOut(SHAPE_FIELDS[shape], body)

/** Kinds of letters are the program's; their words are never made anew. */
export type NewShape = Exclude<Shape, 'item' | 'letter'>

const KEY_NAMES: Record<NewShape, string> = { faq: 'id', place: 'id', document: 'id', brief: 'code', rules: 'code', checklist: 'code' }
const TITLE_NAMES: Record<NewShape, string> = {
  faq: 'question',
  place: 'name',
  document: 'title',
  brief: 'name',
  rules: 'name',
  checklist: 'name',
}

/** A new body that names itself; choices stand where most entries have them. */
export function newBody(shape: NewShape, key: string, title: string, today: string): Body {
  const body = blankBody(SHAPE_FIELDS[shape])
  const begun: Record<NewShape, Body> = {
    faq: {},
    place: { kind: 'hall', district: '天河区' },
    document: { kind: 'policy', region: '440106', as_of: today },
    rules: { rules: [] },
    checklist: { points: [] },
    brief: { region: '440106', use_level: '区级', audience: 'person', task_type: '公共服务', as_of: today },
  }
  const source: Body = isBody(body.source) ? { source: { ...body.source, as_of: today } } : {}
  return {
    [KEY_NAMES[shape]]: key,
    ...body,
    ...source,
    ...begun[shape],
    [TITLE_NAMES[shape]]: title,
  }
}

const KEY_RULES: Record<NewShape, { pattern: RegExp; told: string }> = {
  faq: { pattern: /^[a-z][a-z0-9_]{0,47}$/, told: '小写英文字母开头，只用小写字母、数字和下划线' },
  place: { pattern: /^[a-z][a-z0-9_]{0,47}$/, told: '小写英文字母开头，只用小写字母、数字和下划线' },
  document: {
    pattern: /^[a-z0-9][a-z0-9_-]{2,63}$/,
    told: '至少 3 个字符，只用小写字母、数字、下划线和连字符',
  },
  rules: { pattern: /^[0-9A-Z]{31}$/, told: '事项的 31 位实施编码' },
  checklist: { pattern: /^[0-9A-Z]{31}$/, told: '事项的 31 位实施编码' },
  brief: { pattern: /^[0-9A-Z]{31}([0-9]{2})?$/, told: '31 位实施编码，带业务办理项的 33 位' },
}

/** What is wrong with a key, or null. */
export function keyFault(shape: NewShape, key: string): string | null {
  return KEY_RULES[shape].pattern.test(key) ? null : `编号应为${KEY_RULES[shape].told}。`
}

/** The field a fault path leads to, in words: «来源 › 文号». */
export function pathLabel(shape: Shape, path: string): string {
  const words: string[] = []
  let fields: Field[] = SHAPE_FIELDS[shape]
  let list: Extract<Field, { kind: 'list' | 'named' }> | null = null
  for (const step of path ? path.split('.') : []) {
    if (list) {
      words.push(/^\d+$/.test(step) ? `第 ${Number(step) + 1} ${list.name === 'asks' ? '种' : '项'}` : step)
      fields = list.fields
      list = null
      continue
    }
    const field = fields.find((one) => one.name === step)
    words.push(field?.label ?? PART_LABELS[step] ?? (/^\d+$/.test(step) ? `第 ${Number(step) + 1} 项` : step))
    if (field?.kind === 'list' || field?.kind === 'named') list = field
    fields = field?.kind === 'group' ? field.fields : []
  }
  return words.filter((word, index) => word !== words[index - 1]).join(' › ')
}

const PART_LABELS: Record<string, string> = {
  rules: '规则',
  check: '检查',
  situations: '情形',
  form: '表单',
  examples: '示例',
  questions: '问题',
  options: '选项',
  eligibility: '资格规则',
  notes: '提示',
  sections: '部分',
  fields: '栏目',
  id: '编号',
  code: '实施编码',
}
