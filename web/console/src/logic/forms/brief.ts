import { choicesOf, type Field } from './fields'
import { AUDIENCES, REGIONS, SOURCE, TERM_FIELDS, USE_LEVELS } from './shared'

const TASK_TYPES = ['行政许可', '行政确认', '行政给付', '行政奖励', '行政裁决', '行政征收', '公共服务', '其他行政权力']

export const BRIEF_FIELDS: Field[] = [
  { kind: 'line', name: 'name', label: '事项名称' },
  { kind: 'line', name: 'catalog_name', label: '目录名称', isOptional: true },
  { kind: 'line', name: 'catalog_code', label: '基本编码', maxLength: 12, help: '12 位' },
  { kind: 'lines', name: 'short_names', label: '简称' },
  { kind: 'lines', name: 'spoken_names', label: '市民的叫法', help: '一行一种' },
  { kind: 'line', name: 'task_type', label: '事项类型', suggestions: TASK_TYPES },
  { kind: 'select', name: 'use_level', label: '行使层级', choices: USE_LEVELS },
  { kind: 'select', name: 'region', label: '适用地区', choices: REGIONS, isOpen: true, help: '其他地区请直接填 6 位行政区划代码' },
  { kind: 'line', name: 'department', label: '实施部门' },
  { kind: 'select', name: 'audience', label: '面向', choices: AUDIENCES },
  {
    kind: 'many',
    name: 'service_objects',
    label: '服务对象',
    choices: choicesOf('自然人', '企业法人', '事业法人', '社会组织法人', '非法人企业', '行政机关', '其他组织'),
  },
  { kind: 'lines', name: 'themes', label: '主题' },
  { kind: 'text', name: 'accept_condition', label: '受理条件', isOptional: true, rows: 5, maxLength: 20_000 },
  { kind: 'lines', name: 'materials', label: '申请材料', help: '一行一份' },
  { kind: 'group', name: 'statutory', label: '法定办结时限', isOptional: true, fields: TERM_FIELDS },
  { kind: 'group', name: 'promised', label: '承诺办结时限', isOptional: true, fields: TERM_FIELDS },
  { kind: 'number', name: 'visits', label: '到现场次数', isOptional: true, minimum: 0, maximum: 20, unit: '次' },
  { kind: 'text', name: 'place', label: '办理地点', isOptional: true, rows: 2 },
  { kind: 'text', name: 'hours', label: '办理时间', isOptional: true, rows: 2 },
  { kind: 'switch', name: 'is_online', label: '可网上办', isOptional: true },
  { kind: 'link', name: 'online_url', label: '网办地址', isOptional: true, placeholder: 'https://' },
  { kind: 'switch', name: 'has_courier', label: '可邮寄', isOptional: true },
  { kind: 'switch', name: 'has_booking', label: '可预约', isOptional: true },
  { kind: 'line', name: 'link_way', label: '咨询方式', isOptional: true },
  { kind: 'line', name: 'supervise_way', label: '监督投诉方式', isOptional: true },
  { kind: 'lines', name: 'truncated', label: '上级数据里被截断的项', help: '补全后从这里删去' },
  { kind: 'date', name: 'as_of', label: '数据日期' },
  SOURCE,
]
