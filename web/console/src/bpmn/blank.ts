/** The sheet a new process begins on: a start, one step, an end. */

import { TIANHE_URI } from './tianhe'

const BPMN = 'http://www.omg.org/spec/BPMN/20100524'

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

export const blankProcess = (name: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="${BPMN}/MODEL" xmlns:bpmndi="${BPMN}/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:tianhe="${TIANHE_URI}" id="definitions" targetNamespace="${TIANHE_URI}">
  <bpmn:process id="process" name="${escaped(name)}" isExecutable="true">
    <bpmn:startEvent id="start" name="收到申请" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="process">
      <bpmndi:BPMNShape id="start_di" bpmnElement="start">
        <dc:Bounds x="180" y="160" width="36" height="36" />
        <bpmndi:BPMNLabel><dc:Bounds x="174" y="203" width="48" height="14" /></bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`
