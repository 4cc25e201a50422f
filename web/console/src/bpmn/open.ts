/** The drawing tool, for drawing and for looking. Imported by lazy routes only: it is large. */

import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css'
import './diagram.css'

import Modeler from 'bpmn-js/lib/Modeler'
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'

import { tianheModdle } from './tianhe'
import { toolsModule } from './tools'
import { translateModule } from './words'

// The tool's own types ask for a generic of every service; what is used here is named where used.
/* eslint-disable @typescript-eslint/no-explicit-any */
export type Service = any
export type Element = any

export interface Tool {
  get: (service: string) => Service
  on: (event: string, act: (event: Service) => void) => void
  importXML: (xml: string) => Promise<{ warnings: unknown[] }>
  saveXML: (options: { format: boolean }) => Promise<{ xml?: string }>
  saveSVG: () => Promise<{ svg: string }>
  destroy: () => void
}

const EDGE = 24
const SMALLEST = 0.2
const RENDERER = { defaultFillColor: '#ffffff', defaultStrokeColor: '#23434d', defaultLabelColor: '#17262b' }

export function openEditor(container: HTMLElement): Tool {
  return new Modeler({
    container,
    bpmnRenderer: RENDERER,
    additionalModules: [translateModule, toolsModule],
    moddleExtensions: { tianhe: tianheModdle },
  }) as unknown as Tool
}

export function openViewer(container: HTMLElement): Tool {
  return new NavigatedViewer({
    container,
    bpmnRenderer: RENDERER,
    additionalModules: [translateModule],
    moddleExtensions: { tianhe: tianheModdle },
  }) as unknown as Tool
}

/**
 * The whole drawing in sight, never larger than it was drawn.
 * @param left what stands over the sheet at its left, in pixels
 */
export function fit(tool: Tool, left = 0): void {
  const canvas = tool.get('canvas')
  // It remembers its own size until told that the page changed.
  canvas.resized()
  const { inner, outer } = canvas.viewbox()
  if (outer.width < 10 || outer.height < 10 || !Number.isFinite(inner.x)) return
  const room = { width: outer.width - left - 2 * EDGE, height: outer.height - 2 * EDGE }
  const zoom = Math.max(SMALLEST, Math.min(1, room.width / inner.width, room.height / inner.height))
  canvas.viewbox({
    x: inner.x - (left + EDGE + Math.max(0, (room.width - inner.width * zoom) / (left ? 4 : 2))) / zoom,
    y: inner.y + inner.height / 2 - outer.height / 2 / zoom,
    width: outer.width / zoom,
    height: outer.height / zoom,
  })
}
