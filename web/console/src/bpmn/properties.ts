/** What the panel reads of the chosen element, and writes back as steps that can be taken back. */

import type { Element, Tool } from './open'
import { isOf } from './tools'

export type ElementKind = 'process' | 'step' | 'choice' | 'parallel' | 'timer' | 'boundary' | 'flow' | 'event' | 'note' | 'foreign'

export const LISTS = ['shows', 'requires', 'writes', 'letters'] as const
export type ListName = (typeof LISTS)[number]

export interface Properties {
  id: string
  kind: ElementKind
  name: string
  documentation: string
  step: string
  role: string
  days: string
  lists: Record<ListName, string[]>
  timer: { kind: 'timeDuration' | 'timeDate' | 'timeCycle' | ''; text: string }
  isInterrupting: boolean
  condition: string | null
  /** Whether the flow leaves a gateway that chooses, so that it needs a condition. */
  isChosen: boolean
  isDefault: boolean
  /** The flows a gateway may take, to choose the default from. */
  ways: { id: string; label: string }[]
  defaultWay: string
}

export function kindOf(element: Element): ElementKind {
  const kinds: [string, ElementKind][] = [
    ['bpmn:UserTask', 'step'],
    ['bpmn:ExclusiveGateway', 'choice'],
    ['bpmn:InclusiveGateway', 'choice'],
    ['bpmn:ParallelGateway', 'parallel'],
    ['bpmn:BoundaryEvent', 'boundary'],
    ['bpmn:IntermediateCatchEvent', 'timer'],
    ['bpmn:StartEvent', 'event'],
    ['bpmn:EndEvent', 'event'],
    ['bpmn:SequenceFlow', 'flow'],
    ['bpmn:TextAnnotation', 'note'],
    ['bpmn:Association', 'note'],
    ['bpmn:Process', 'process'],
  ]
  return kinds.find(([type]) => isOf(element, type))?.[1] ?? 'foreign'
}

export function read(element: Element): Properties {
  const said = element.businessObject
  const kind = kindOf(element)
  const timer = timerOf(said)
  const source = said.sourceRef
  return {
    id: said.id,
    kind,
    name: (kind === 'note' ? said.text : said.name) ?? '',
    documentation: said.documentation?.[0]?.text ?? '',
    step: said.step ?? '',
    role: said.role ?? '',
    days: said.days ?? '',
    lists: Object.fromEntries(LISTS.map((name) => [name, listed(said[name])])) as Record<ListName, string[]>,
    timer,
    isInterrupting: said.cancelActivity !== false,
    condition: kind === 'flow' ? (said.conditionExpression?.body ?? null) : null,
    isChosen: kind === 'flow' && chooses(source) && source.outgoing.length > 1,
    isDefault: kind === 'flow' && source?.default === said,
    ways: kind === 'choice' ? (said.outgoing ?? []).map(wayOf) : [],
    defaultWay: said.default?.id ?? '',
  }
}

function chooses(source: Element): boolean {
  return Boolean(source?.$instanceOf?.('bpmn:ExclusiveGateway') || source?.$instanceOf?.('bpmn:InclusiveGateway'))
}

function wayOf(flow: Element): { id: string; label: string } {
  const target = flow.targetRef?.name || '没有名称的元素'
  return { id: flow.id, label: flow.name ? `${flow.name}（到${target}）` : `到${target}` }
}

function listed(text: string | undefined): string[] {
  return (text ?? '').split(/[,，]/).map((word) => word.trim()).filter(Boolean)
}

function timerOf(said: Element): Properties['timer'] {
  const timed = said.eventDefinitions?.find((one: Element) => one.$type === 'bpmn:TimerEventDefinition')
  for (const kind of ['timeDuration', 'timeDate', 'timeCycle'] as const) {
    if (timed?.[kind]) return { kind, text: timed[kind].body ?? '' }
  }
  return { kind: '', text: '' }
}

/** Writes of one element. Empty texts take the attribute away. */
export function writer(tool: Tool, element: Element) {
  const modeling = tool.get('modeling')
  const make = (type: string, values: Record<string, unknown>): Element => tool.get('bpmnFactory').create(type, values)
  const set = (values: Record<string, unknown>): void => modeling.updateProperties(element, values)

  return {
    name(value: string): void {
      if (kindOf(element) === 'note') modeling.updateProperties(element, { text: value })
      else modeling.updateProperties(element, { name: value || undefined })
    },
    attribute(name: 'step' | 'role' | 'days', value: string): void {
      set({ [name]: value || undefined })
    },
    list(name: ListName, values: string[]): void {
      set({ [name]: values.length ? values.join(',') : undefined })
    },
    documentation(value: string): void {
      set({ documentation: value ? [make('bpmn:Documentation', { text: value })] : [] })
    },
    isInterrupting(value: boolean): void {
      set({ cancelActivity: value })
    },
    timer(kind: 'timeDuration' | 'timeDate', text: string): void {
      const timed = element.businessObject.eventDefinitions?.find((one: Element) => one.$type === 'bpmn:TimerEventDefinition')
      if (!timed) return
      const body = text ? make('bpmn:FormalExpression', { body: text }) : undefined
      if (body) body.$parent = timed
      const none = { timeDuration: undefined, timeDate: undefined, timeCycle: undefined }
      modeling.updateModdleProperties(element, timed, { ...none, [kind]: body })
    },
    condition(text: string): void {
      const body = text ? make('bpmn:FormalExpression', { body: text }) : undefined
      set({ conditionExpression: body })
    },
    /** The flow a gateway takes when no condition holds; it needs none of its own. */
    defaultWay(gateway: Element, id: string): void {
      const flow = tool.get('elementRegistry').get(id)
      if (flow?.businessObject.conditionExpression) modeling.updateProperties(flow, { conditionExpression: undefined })
      modeling.updateProperties(gateway, { default: flow?.businessObject })
    },
  }
}

export type Writer = ReturnType<typeof writer>
