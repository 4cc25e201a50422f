/** Fields that several shapes have. */

import { choicesOf, type Field } from './fields'

export const SOURCE_FIELDS: Field[] = [
  { kind: 'line', name: 'title', label: '文件或页面名称', placeholder: '例如：促进个体工商户发展条例' },
  { kind: 'line', name: 'document_number', label: '文号', isOptional: true, placeholder: '例如：国务院令第755号' },
  { kind: 'line', name: 'issuer', label: '发文机关', isOptional: true },
  { kind: 'link', name: 'url', label: '原文链接', isOptional: true, placeholder: 'https://' },
  { kind: 'date', name: 'as_of', label: '核对日期', help: '哪一天对过原文' },
]

export const VERIFIED: Field = {
  kind: 'switch',
  name: 'verified',
  label: '已与正式文件核对',
  help: '没有核对的内容，回答时会提示市民以官方公布为准',
}

export const SOURCE: Field = { kind: 'group', name: 'source', label: '来源', fields: SOURCE_FIELDS }

export const REGIONS = [
  { id: '440106', label: '广州市天河区（440106）' },
  { id: '440100', label: '广州市（440100）' },
  { id: '440000', label: '广东省（440000）' },
  { id: '000000', label: '全国（000000）' },
]

export const AUDIENCES = [
  { id: 'person', label: '个人' },
  { id: 'enterprise', label: '企业' },
  { id: 'both', label: '个人和企业' },
]

export const USE_LEVELS = choicesOf('国家级', '省级', '市级', '区级', '街道级')

export const TERM_FIELDS: Field[] = [
  { kind: 'number', name: 'days', label: '天数', isOptional: true, minimum: 0, maximum: 1000, help: '0 是当场办结' },
  { kind: 'select', name: 'unit', label: '单位', choices: choicesOf('工作日', '自然日') },
  { kind: 'text', name: 'explain', label: '说明', isOptional: true, rows: 2 },
]
