/** A whole item: what its officers write in forms; situations, form and examples are YAML. */

import { choicesOf, type Field } from './fields'
import { AUDIENCES, SOURCE_FIELDS, TERM_FIELDS, USE_LEVELS, VERIFIED } from './shared'

const FROM: Field = {
  kind: 'line',
  name: 'source',
  label: '来源编号',
  isOptional: true,
  help: '「来源」页里的编号',
}

export const BASIC_FIELDS: Field[] = [
  { kind: 'line', name: 'code', label: '实施编码', isFixed: true },
  { kind: 'switch', name: 'code_verified', label: '实施编码已核对' },
  { kind: 'line', name: 'name', label: '事项名称' },
  { kind: 'line', name: 'short_name', label: '简称' },
  { kind: 'lines', name: 'aliases', label: '别名', help: '市民的叫法，一行一种' },
  { kind: 'line', name: 'catalog_code', label: '基本编码', maxLength: 12, help: '12 位数字' },
  {
    kind: 'select',
    name: 'task_type',
    label: '事项类型',
    choices: choicesOf('行政许可', '行政确认', '行政给付', '行政奖励', '公共服务', '其他行政权力'),
  },
  { kind: 'select', name: 'project_type', label: '办件类型', choices: choicesOf('即办件', '承诺件') },
  { kind: 'select', name: 'use_level', label: '行使层级', choices: USE_LEVELS },
  {
    kind: 'group',
    name: 'department',
    label: '实施部门',
    fields: [
      { kind: 'line', name: 'name', label: '名称' },
      { kind: 'line', name: 'code', label: '统一社会信用代码', maxLength: 18 },
    ],
  },
  { kind: 'select', name: 'audience', label: '面向', choices: AUDIENCES },
  { kind: 'line', name: 'theme', label: '主题' },
  { kind: 'text', name: 'summary', label: '简介', rows: 3 },
  { kind: 'date', name: 'valid_from', label: '规则施行日期' },
]

export const ASK_FIELDS: Field[] = [
  {
    kind: 'list',
    name: 'asks',
    label: '问法',
    help: '市民会怎么问，至少 15 种；同一句不能写在两个事项里',
    memberName: '问法',
    titled: ['text'],
    fields: [
      { kind: 'line', name: 'text', label: '说的话' },
      {
        kind: 'select',
        name: 'style',
        label: '说法',
        choices: [
          { id: 'mandarin', label: '普通话' },
          { id: 'spoken', label: '口语' },
          { id: 'cantonese', label: '粤语' },
          { id: 'traditional', label: '繁体' },
          { id: 'typo', label: '错别字' },
        ],
      },
    ],
  },
]

export const SOURCES_FIELDS: Field[] = [
  {
    kind: 'named',
    name: 'sources',
    label: '来源',
    help: '编号用小写英文，供其他页引用',
    memberName: '来源',
    titled: ['title'],
    fields: SOURCE_FIELDS,
  },
]

const paragraphs = (name: string, label: string): Field => ({
  kind: 'list',
  name,
  label,
  memberName: '一条',
  titled: ['text'],
  fields: [{ kind: 'text', name: 'text', label: '内容', rows: 2 }, FROM, VERIFIED],
})

export const GUIDE_FIELDS: Field[] = [
  paragraphs('accept_condition', '受理条件'),
  {
    kind: 'list',
    name: 'handle_flow',
    label: '办理流程',
    memberName: '一步',
    titled: ['name'],
    fields: [
      { kind: 'line', name: 'name', label: '步骤' },
      { kind: 'text', name: 'text', label: '做什么', rows: 2 },
      { kind: 'line', name: 'days', label: '多久', isOptional: true },
    ],
  },
  { kind: 'group', name: 'statutory', label: '法定办结时限', fields: [...TERM_FIELDS, FROM, VERIFIED] },
  { kind: 'group', name: 'promised', label: '承诺办结时限', fields: [...TERM_FIELDS, FROM, VERIFIED] },
  {
    kind: 'group',
    name: 'visits',
    label: '到现场',
    fields: [
      { kind: 'number', name: 'count', label: '次数', minimum: 0, maximum: 10, unit: '次' },
      { kind: 'text', name: 'reason', label: '原因', isOptional: true, rows: 2 },
      VERIFIED,
    ],
  },
  {
    kind: 'group',
    name: 'fee',
    label: '收费',
    fields: [
      { kind: 'switch', name: 'is_fee', label: '收费' },
      { kind: 'line', name: 'text', label: '怎么收' },
      { kind: 'text', name: 'basis', label: '依据', isOptional: true, rows: 2 },
      FROM,
      VERIFIED,
    ],
  },
  { kind: 'line', name: 'handle_area', label: '通办范围' },
  { kind: 'text', name: 'special_procedure', label: '特别程序', isOptional: true, rows: 2 },
  paragraphs('by_law', '设定依据'),
  {
    kind: 'list',
    name: 'places',
    label: '办理地点',
    memberName: '地点',
    titled: ['name'],
    fields: [
      { kind: 'line', name: 'name', label: '名称' },
      { kind: 'line', name: 'address', label: '地址' },
      { kind: 'line', name: 'hours', label: '办公时间' },
      { kind: 'line', name: 'phone', label: '电话', isOptional: true },
      { kind: 'line', name: 'windows', label: '窗口', isOptional: true },
      { kind: 'location', name: 'location', label: '坐标（经度，纬度）', isOptional: true },
      VERIFIED,
    ],
  },
  { kind: 'link', name: 'online_url', label: '网办地址', isOptional: true, placeholder: 'https://' },
  { kind: 'select', name: 'online_handle_depth', label: '网上办理深度', choices: choicesOf('Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ') },
  { kind: 'line', name: 'link_way', label: '咨询方式' },
  { kind: 'line', name: 'supervise_way', label: '监督投诉方式' },
  {
    kind: 'group',
    name: 'result',
    label: '办理结果',
    fields: [
      { kind: 'select', name: 'type', label: '类型', choices: choicesOf('证照', '批文', '其他', '无') },
      { kind: 'line', name: 'name', label: '名称' },
      { kind: 'line', name: 'delivery', label: '怎么领', isOptional: true },
    ],
  },
  { kind: 'lines', name: 'tips', label: '办事提醒', help: '一行一条' },
  {
    kind: 'list',
    name: 'faq',
    label: '常见问题',
    memberName: '一问',
    titled: ['question'],
    fields: [
      { kind: 'line', name: 'question', label: '问' },
      { kind: 'text', name: 'answer', label: '答', rows: 3 },
      FROM,
    ],
  },
]

export const MATERIAL_FIELDS: Field[] = [
  {
    kind: 'list',
    name: 'materials',
    label: '材料',
    memberName: '材料',
    titled: ['name', 'id'],
    fields: [
      { kind: 'line', name: 'id', label: '编号', help: '小写英文，示例里用它' },
      { kind: 'line', name: 'name', label: '名称' },
      { kind: 'switch', name: 'required', label: '必要材料', blank: true },
      { kind: 'yaml', name: 'when', label: '什么情形要交', isOptional: true, help: '不填就是都要交；例如 {fact: handled_by, is: agent}，fact 是「情形」里问题的编号' },
      { kind: 'text', name: 'why', label: '为什么要交', rows: 2 },
      { kind: 'text', name: 'why_not', label: '什么情形不用交', isOptional: true, rows: 2 },
      {
        kind: 'select',
        name: 'source_type',
        label: '来源渠道',
        choices: choicesOf('申请人自备', '政府部门核发', '中介机构或法定机构产生', '其他'),
      },
      { kind: 'line', name: 'source_explain', label: '来源说明' },
      { kind: 'select', name: 'form', label: '形式', choices: choicesOf('纸质或电子', '纸质', '电子') },
      {
        kind: 'group',
        name: 'copies',
        label: '份数',
        fields: [
          { kind: 'number', name: 'original', label: '原件', minimum: 0, maximum: 20, unit: '份' },
          { kind: 'number', name: 'copy', label: '复印件', minimum: 0, maximum: 20, unit: '份' },
          { kind: 'switch', name: 'electronic', label: '可用电子件', blank: true },
        ],
      },
      { kind: 'many', name: 'accept', label: '可上传', choices: choicesOf('pdf', 'jpg', 'png', 'docx'), blank: ['pdf', 'jpg', 'png'] },
      { kind: 'number', name: 'max_files', label: '最多几个文件', minimum: 1, maximum: 20, blank: 5 },
      { kind: 'text', name: 'fill_explain', label: '填写说明', isOptional: true, rows: 2 },
      { kind: 'text', name: 'accept_stand', label: '受理标准', isOptional: true, rows: 2 },
      { kind: 'link', name: 'form_url', label: '空白表格链接', isOptional: true },
      { kind: 'link', name: 'sample_url', label: '样表链接', isOptional: true },
      { kind: 'line', name: 'from_licence', label: '可免交的电子证照', isOptional: true },
      { kind: 'switch', name: 'deferrable', label: '可以容缺后补' },
      { ...FROM, isOptional: false },
      VERIFIED,
    ],
  },
]

/** Parts that are written as text; the name is that of the body. */
export const YAML_PARTS = [
  { name: 'situations', label: '情形', help: '问什么、何时问、什么情形不能办' },
  { name: 'form', label: '表单', help: '申请表有哪些栏' },
  { name: 'examples', label: '示例', help: '作答和应得的材料，至少 5 例；保存前会逐例演算' },
] as const

/** The forms of an item, by the part of the body each writes into. */
export const ITEM_TABS = [
  { id: 'basics', label: '基本信息', part: 'item', fields: BASIC_FIELDS },
  { id: 'guide', label: '办事指南', part: 'guide', fields: GUIDE_FIELDS },
  { id: 'asks', label: '问法', part: 'item', fields: ASK_FIELDS },
  { id: 'materials', label: '材料', part: 'materials', fields: MATERIAL_FIELDS },
  { id: 'sources', label: '来源', part: 'item', fields: SOURCES_FIELDS },
] as const

/** The tab on which what a path names is written. */
export function tabOf(path: string): string {
  const [part = '', name = ''] = path.split('.')
  if (part === 'item') {
    if (name === 'asks' || name === 'sources') return name
    return 'basics'
  }
  if (part === 'guide' || part === 'materials') return part
  return YAML_PARTS.some((one) => one.name === part) ? part : 'basics'
}
