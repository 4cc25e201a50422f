import type { Field } from './fields'

/** What an inspector looks at, point by point, in the order they are walked. */
export const CHECKLIST_FIELDS: Field[] = [
  { kind: 'line', name: 'name', label: '名称', maxLength: 200 },
  {
    kind: 'list',
    name: 'points',
    label: '检查项',
    memberName: '一项',
    titled: ['text'],
    help: '按现场走的顺序写；已经发起的勘察用发起时的清单，改了从下一次勘察起用。',
    fields: [
      { kind: 'text', name: 'text', label: '看什么', rows: 2 },
      { kind: 'line', name: 'clause', label: '依据的条款', maxLength: 200, help: '例如：第三十三条第一款第（一）项' },
      { kind: 'line', name: 'source', label: '依据的来源', maxLength: 48, help: '事项「来源」里的编号，例如 food_safety_law' },
      { kind: 'line', name: 'id', label: '检查项编号', maxLength: 48, help: '小写英文字母开头，同一清单里不重复' },
    ],
  },
]
