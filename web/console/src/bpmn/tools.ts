/**
 * What a person may draw: the palette, the pad beside an element and the menu that changes it hold
 * only what the engine takes, so that a refusal at publishing is rare. What came with a foreign file
 * can be changed into these or deleted.
 */

// The tool's services come by injection and carry no types worth naming here.
/* eslint-disable @typescript-eslint/no-explicit-any */
type Any = any

interface Entry {
  group: string
  className?: string
  title?: string
  separator?: boolean
  action?: Record<string, (event: Event, element?: Any) => unknown>
}

interface Drawable {
  id: string
  type: string
  group: string
  icon: string
  title: string
  append?: string
  more?: Record<string, unknown>
}

const DRAWABLE: Drawable[] = [
  { id: 'start', type: 'bpmn:StartEvent', group: 'event', icon: 'start-event-none', title: '开始（一个流程只有一个）' },
  { id: 'step', type: 'bpmn:UserTask', group: 'activity', icon: 'user-task', title: '环节：由人来办', append: '接着画环节' },
  { id: 'exclusive', type: 'bpmn:ExclusiveGateway', group: 'gateway', icon: 'gateway-xor', title: '排他网关：按条件只走一条', append: '接着画排他网关（只走一条）' },
  { id: 'parallel', type: 'bpmn:ParallelGateway', group: 'gateway', icon: 'gateway-parallel', title: '并行网关：几条同时走', append: '接着画并行网关（同时走）' },
  { id: 'inclusive', type: 'bpmn:InclusiveGateway', group: 'gateway', icon: 'gateway-or', title: '包容网关：按条件走一条或几条', append: '接着画包容网关（走一条或几条）' },
  {
    id: 'timer',
    type: 'bpmn:IntermediateCatchEvent',
    group: 'event',
    icon: 'intermediate-event-catch-timer',
    title: '定时：等一段时间；放到环节的边框上就是超时提醒',
    append: '接着画定时',
    more: { eventDefinitionType: 'bpmn:TimerEventDefinition' },
  },
  { id: 'end', type: 'bpmn:EndEvent', group: 'event', icon: 'end-event-none', title: '结束', append: '接着画结束' },
]

const PALETTE_TOOLS = ['hand-tool', 'lasso-tool', 'space-tool', 'global-connect-tool', 'tool-separator']
const REPLACEMENTS = new Set([
  'replace-with-user-task',
  'replace-with-exclusive-gateway',
  'replace-with-parallel-gateway',
  'replace-with-inclusive-gateway',
  'replace-with-none-start',
  'replace-with-none-end',
  'replace-with-timer-intermediate-catch',
  'replace-with-timer-boundary',
  'replace-with-non-interrupting-timer-boundary',
  'replace-with-sequence-flow',
  'replace-with-default-flow',
])
const MENU_HEADS = new Set(['toggle-non-interrupting'])
const PAD_KEPT = new Set(['delete', 'replace', 'connect', 'append.text-annotation', 'align-elements', 'distribute-elements'])
const AFTER_TOOL = 500

function kept<T>(entries: Record<string, T>, keep: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => keep(name)))
}

/** The palette: hands, then what can be drawn. */
function Palette(this: Any, palette: Any, create: Any, elementFactory: Any): void {
  this.getPaletteEntries = () => (entries: Record<string, Entry>) => {
    const tools = kept(entries, (name) => PALETTE_TOOLS.includes(name))
    const drawn = DRAWABLE.map((one) => {
      const begin = (event: Event): void => create.start(event, elementFactory.createShape({ type: one.type, ...one.more }))
      return [
        `create.${one.id}`,
        { group: one.group, className: `bpmn-icon-${one.icon}`, title: one.title, action: { dragstart: begin, click: begin } },
      ]
    })
    return { ...tools, ...Object.fromEntries(drawn) }
  }
  palette.registerProvider(AFTER_TOOL, this)
}
Palette.$inject = ['palette', 'create', 'elementFactory']

/** The pad beside an element. */
function Pad(this: Any, contextPad: Any, autoPlace: Any, create: Any, elementFactory: Any, modeling: Any): void {
  const append = (one: Drawable): Entry => ({
    group: 'model',
    className: `bpmn-icon-${one.icon}`,
    title: one.append,
    action: {
      click: (_event, element) => autoPlace.append(element, elementFactory.createShape({ type: one.type, ...one.more })),
      dragstart: (event, element) =>
        create.start(event, elementFactory.createShape({ type: one.type, ...one.more }), { source: element }),
    },
  })

  this.getContextPadEntries = (element: Any) => (entries: Record<string, Entry>) => {
    const found: Record<string, Entry> = kept(entries, (name) => PAD_KEPT.has(name))
    if (!isNode(element)) return found
    const mayFollow = !isOf(element, 'bpmn:EndEvent')
    const next = mayFollow ? DRAWABLE.filter((one) => one.append) : []
    const drawn = Object.fromEntries(next.map((one) => [`append.${one.id}`, append(one)]))
    if (isOf(element, 'bpmn:UserTask')) drawn['attach.timer'] = alarm(elementFactory, modeling)
    return { ...drawn, ...found }
  }
  this.getMultiElementContextPadEntries = () => (entries: Record<string, Entry>) => entries
  contextPad.registerProvider(AFTER_TOOL, this)
}
Pad.$inject = ['contextPad', 'autoPlace', 'create', 'elementFactory', 'modeling']

/** An alarm on the border of a step, which goes on while the alarm's branch begins. */
function alarm(elementFactory: Any, modeling: Any): Entry {
  return {
    group: 'model',
    className: 'bpmn-icon-intermediate-event-catch-non-interrupting-timer',
    title: '加超时提醒',
    action: {
      click: (_event, element) => {
        const shape = elementFactory.createShape({
          type: 'bpmn:BoundaryEvent',
          eventDefinitionType: 'bpmn:TimerEventDefinition',
          cancelActivity: false,
        })
        const taken = (element.attachers ?? []).length
        const place = { x: element.x + element.width - 20 - taken * 40, y: element.y + element.height }
        modeling.createShape(shape, place, element, { attach: true })
      },
    },
  }
}

/** The menu that changes an element. */
function Menu(this: Any, popupMenu: Any): void {
  this.getPopupMenuEntries = () => (entries: Record<string, Entry>) => kept(entries, (name) => REPLACEMENTS.has(name))
  this.getPopupMenuHeaderEntries = () => (entries: Record<string, Entry>) => kept(entries, (name) => MENU_HEADS.has(name))
  popupMenu.registerProvider('bpmn-replace', AFTER_TOOL, this)
}
Menu.$inject = ['popupMenu']

export function isOf(element: Any, type: string): boolean {
  return Boolean(element?.businessObject?.$instanceOf?.(type)) && element.type !== 'label'
}

function isNode(element: Any): boolean {
  return isOf(element, 'bpmn:FlowNode')
}

export const toolsModule = {
  __init__: ['tianhePalette', 'tianhePad', 'tianheMenu'],
  tianhePalette: ['type', Palette],
  tianhePad: ['type', Pad],
  tianheMenu: ['type', Menu],
}
