/**
 * Every sentence of the drawing tool in Chinese. `tests/bpmnWords.test.ts` reads the tool's own
 * sources and fails when one of its sentences is missing here.
 */

const EVENTS: Record<string, string> = {
  Boundary: '边界',
  Cancel: '取消',
  Compensation: '补偿',
  Conditional: '条件',
  Error: '错误',
  Escalation: '升级',
  Link: '链接',
  Message: '消息',
  Signal: '信号',
  Terminate: '终止',
  Timer: '定时',
}

const PLACES: Record<string, string> = {
  'boundary event': '边界事件',
  'boundary event (non-interrupting)': '边界事件（不中断环节）',
  'end event': '结束事件',
  'intermediate catch event': '中间事件（等待）',
  'intermediate throw event': '中间事件（发出）',
  'start event': '开始事件',
  'start event (non-interrupting)': '开始事件（不中断）',
}

const EVENT_WORDS = Object.fromEntries(
  Object.entries(EVENTS).flatMap(([kind, said]) =>
    Object.entries(PLACES).map(([place, where]) => [`${kind} ${place}`, `${said}${where}`]),
  ),
)

export const WORDS: Record<string, string> = {
  ...EVENT_WORDS,
  // Tools
  'Activate hand tool': '抓手：拖动画布',
  'Activate lasso tool': '框选多个元素',
  'Activate create/remove space tool': '拉开或收拢间距',
  'Activate global connect tool': '连线：点起点，再点终点',
  'Search in diagram': '在图中查找',
  // Creating
  'Create start event': '画开始事件',
  'Create intermediate/boundary event': '画中间事件或边界事件',
  'Create end event': '画结束事件',
  'Create gateway': '画网关',
  'Create task': '画任务',
  'Create data object reference': '画数据对象',
  'Create data store reference': '画数据存储',
  'Create expanded sub-process': '画展开的子流程',
  'Create pool/participant': '画泳池',
  'Create group': '画分组框',
  // Beside an element
  'Append task': '接着画任务',
  'Append gateway': '接着画网关',
  'Append end event': '接着画结束事件',
  'Append intermediate/boundary event': '接着画中间事件',
  'Append receive task': '接着画接收任务',
  'Append compensation activity': '接着画补偿活动',
  'Append timer intermediate catch event': '接着画定时事件',
  'Append message intermediate catch event': '接着画消息事件',
  'Append conditional intermediate catch event': '接着画条件事件',
  'Append signal intermediate catch event': '接着画信号事件',
  'Add text annotation': '加批注',
  'Connect to other element': '连到别的元素',
  'Connect using association': '用虚线连接',
  'Connect using data input association': '连接数据输入',
  'Change element': '改成别的元素',
  Delete: '删除',
  'Open {element}': '打开{element}',
  // Lanes
  'Add lane above': '在上方加泳道',
  'Add lane below': '在下方加泳道',
  'Divide into two lanes': '分成两条泳道',
  'Divide into three lanes': '分成三条泳道',
  // Several at once
  'Align elements': '对齐',
  'Align elements ': '对齐：',
  'Align elements left': '左对齐',
  'Align elements center': '水平居中',
  'Align elements right': '右对齐',
  'Align elements top': '上对齐',
  'Align elements middle': '垂直居中',
  'Align elements bottom': '下对齐',
  'Distribute elements horizontally': '水平等距',
  'Distribute elements vertically': '垂直等距',
  // Markers
  Loop: '循环',
  'Parallel multi-instance': '并行多实例',
  'Sequential multi-instance': '顺序多实例',
  'Participant multiplicity': '多个参与方',
  Collection: '集合',
  'Toggle non-interrupting': '是否中断环节',
  // Kinds of elements
  Task: '普通任务',
  'User task': '用户任务',
  'Service task': '服务任务',
  'Send task': '发送任务',
  'Receive task': '接收任务',
  'Manual task': '手工任务',
  'Script task': '脚本任务',
  'Business rule task': '业务规则任务',
  'Call activity': '调用活动',
  Transaction: '事务子流程',
  'Sub-process': '子流程',
  'Sub-process (collapsed)': '子流程（收起）',
  'Sub-process (expanded)': '子流程（展开）',
  'Ad-hoc sub-process': '即席子流程',
  'Ad-hoc sub-process (collapsed)': '即席子流程（收起）',
  'Ad-hoc sub-process (expanded)': '即席子流程（展开）',
  'Event sub-process': '事件子流程',
  'Exclusive gateway': '排他网关（只走一条）',
  'Parallel gateway': '并行网关（同时走）',
  'Inclusive gateway': '包容网关（走一条或几条）',
  'Complex gateway': '复杂网关',
  'Event-based gateway': '事件网关',
  'Start event': '开始事件',
  'End event': '结束事件',
  'Boundary event': '边界事件',
  'Intermediate throw event': '中间事件（发出）',
  'Sequence flow': '普通连线',
  'Default flow': '默认连线（都不成立时走）',
  'Conditional flow': '条件连线',
  'Data object reference': '数据对象',
  'Data store reference': '数据存储',
  'Empty pool/participant': '空泳池',
  'Empty pool/participant (removes content)': '空泳池（清除内容）',
  'Expanded pool/participant': '展开的泳池',
  // Refusals
  'flow elements must be children of pools/participants': '流程元素要放在泳池里面。',
  'Data object must be placed within a pool/participant.': '数据对象要放在泳池里面。',
}

/** The sentence in Chinese, with its `{places}` filled; what is not known stays as it is. */
export function translate(template: string, places: Record<string, string> = {}): string {
  const said = WORDS[template] ?? template
  return said.replace(/\{([^}]+)\}/g, (whole, name: string) => places[name] ?? whole)
}

export const translateModule = { translate: ['value', translate] }
