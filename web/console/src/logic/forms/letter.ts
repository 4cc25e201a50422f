import type { Field } from './fields'

const BLANKS = '{你} {申请人} {事项} {申请时间} {受理日期} {办结期限} {渠道} {依据} {办件编号} {理由} {结果} {送达} {救济途径} {咨询电话} {决定} {许可} {视为依据}'

export const LETTER_FIELDS: Field[] = [
  { kind: 'line', name: 'name', label: '名称', maxLength: 200 },
  {
    kind: 'text',
    name: 'opening',
    label: '表格前的话',
    rows: 8,
    help: `空一行分段。花括号里的空由办件填写：${BLANKS}。方括号里的话，空都有内容时才出现；[!办结期限：……] 没有内容时才出现`,
  },
  { kind: 'text', name: 'closing', label: '表格后的话', rows: 4, isOptional: true, help: '没有材料表的文书不用写' },
]
