import type { Field } from './fields'
import { REGIONS, VERIFIED } from './shared'

/** All of a document but its articles, which have an editor of their own. */
export const DOCUMENT_FIELDS: Field[] = [
  { kind: 'line', name: 'title', label: '标题', maxLength: 300 },
  {
    kind: 'select',
    name: 'kind',
    label: '类型',
    choices: [
      { id: 'law', label: '法律法规' },
      { id: 'rule', label: '规章' },
      { id: 'policy', label: '政策文件' },
      { id: 'interpretation', label: '政策解读' },
      { id: 'faq', label: '问答汇编' },
    ],
  },
  { kind: 'line', name: 'document_number', label: '文号', isOptional: true, placeholder: '例如：穗天府规〔2026〕3号' },
  { kind: 'line', name: 'issuer', label: '发文机关', isOptional: true },
  { kind: 'select', name: 'region', label: '适用地区', choices: REGIONS, isOpen: true, help: '其他地区请直接填 6 位行政区划代码' },
  { kind: 'date', name: 'published_on', label: '发布日期', isOptional: true },
  { kind: 'date', name: 'valid_from', label: '施行日期', isOptional: true, help: '从这一天起用来回答市民' },
  { kind: 'date', name: 'expires_on', label: '失效日期', isOptional: true, help: '从这一天起不再用来回答' },
  { kind: 'line', name: 'replaced_by', label: '被哪份文件替代', isOptional: true },
  { kind: 'link', name: 'url', label: '原文链接', isOptional: true, placeholder: 'https://' },
  { kind: 'date', name: 'as_of', label: '核对日期' },
  VERIFIED,
]

export const ARTICLE_FIELDS: Field[] = [
  { kind: 'line', name: 'label', label: '编号', maxLength: 60, placeholder: '例如：第三条' },
  { kind: 'line', name: 'heading', label: '标题', maxLength: 300 },
  { kind: 'text', name: 'text', label: '正文', maxLength: 20_000 },
  { kind: 'number', name: 'page', label: '页码', isOptional: true, minimum: 1 },
]
