/** What a process of ours says beside BPMN: who does a step, of which kind, with what (moddle). */

export const TIANHE_URI = 'https://tianhe.gov.cn/bpmn'

const text = (name: string) => ({ name, type: 'String', isAttr: true })

export const tianheModdle = {
  name: 'Tianhe',
  uri: TIANHE_URI,
  prefix: 'tianhe',
  xml: { tagAlias: 'lowerCase' },
  associations: [],
  types: [
    {
      name: 'Step',
      extends: ['bpmn:UserTask'],
      properties: ['step', 'role', 'days', 'shows', 'requires', 'writes', 'letters'].map(text),
    },
  ],
}
