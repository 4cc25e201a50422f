import type { Field } from './fields'
import { SOURCE, VERIFIED } from './shared'

export const FAQ_FIELDS: Field[] = [
  { kind: 'line', name: 'question', label: '问题', maxLength: 200, placeholder: '用市民的话写，例如：个体户年报怎么报？' },
  {
    kind: 'lines',
    name: 'asks',
    label: '问法',
    help: '市民会怎么问，至少 4 种：口语、粤语、简短的都写上。一行一种，回车加一行',
  },
  { kind: 'text', name: 'answer', label: '回答', rows: 7, maxLength: 2000, help: '先说结论，再说怎么做' },
  SOURCE,
  VERIFIED,
  {
    kind: 'select',
    name: 'act',
    label: '说到某个事项时',
    isOptional: true,
    help: '对话正在谈一个事项时，由那个事项自己的内容回答更准',
    choices: [
      { id: 'ask_fee', label: '先用该事项的收费回答' },
      { id: 'ask_duration', label: '先用该事项的时限回答' },
      { id: 'ask_online', label: '先用该事项的网办方式回答' },
      { id: 'ask_place', label: '先用该事项的办理地点回答' },
    ],
  },
]
