/** Answers of the API, small but whole, held to the client's own types. */

import type { CounterHandoff } from '@/api/counter_handoffs'
import type { Case, ChatMessage, GuidanceRun, ItemDocument, ItemSummary, Page, Session } from '@/api/types'
import { passage } from './knowledge_fixtures'

const term = { days: 5, unit: '工作日', explain: null, verified: false }
const place = {
  name: '天河区政务服务中心', address: '广州市天河区软件路13号', hours: '工作日 9:00–17:00', phone: '12345', verified: false,
}

export const session: Session = {
  token: 't', expires_at: '2999-01-01T00:00:00+08:00',
  user: { id: 'u1', kind: 'citizen', display_name: '陈*文', assurance_level: 'L2' },
}

export const items: Page<ItemSummary> = {
  items: [{
    code: '11440106007519140X4000131000001', name: '食品经营许可', short_name: '食品经营许可',
    department: '天河区市场监督管理局', level: '区级', audience: 'enterprise', theme: '准营准办', summary: '开餐馆要办。',
  }],
  total: 1, next: null,
}

export const item: ItemDocument = {
  code: '11440106007519140X4000131000001', revision: 'r1', is_guided: true, region: '440106', region_name: '广州市天河区',
  region_note: null,
  item: {
    name: '食品经营许可', short_name: '食品经营许可', department: { name: '天河区市场监督管理局' }, level: '区级',
    audience: 'enterprise', theme: '准营准办', task_type: '行政许可', project_type: '承诺件', summary: '开餐馆要办。',
    valid_from: '2023-12-01', code_verified: false,
  },
  guide: {
    accept_condition: [{ text: '有固定的经营场所。', verified: false }],
    handle_flow: [{ name: '申请', text: '网上提交。' }, { name: '决定', text: '作出决定。', days: '5个工作日' }],
    statutory: { ...term, days: 10 }, promised: term, visits: { count: 0, verified: false },
    fee: { is_fee: false, text: '不收费', verified: true }, handle_area: '天河区', by_law: [{ text: '食品安全法', verified: true }],
    places: [place], online_handle_depth: 'Ⅳ', link_way: '拨打12345', supervise_way: '拨打12345',
    result: { type: '证照', name: '食品经营许可证' }, tips: ['先办营业执照。'], faq: [{ question: '要多久？', answer: '5个工作日。' }],
  },
  materials: [{
    id: 'licence', name: '营业执照', required: true, conditional: true, why: '确认主体。', source_type: '政府部门核发',
    source_explain: '市场监管部门核发', copies: { original: 0, copy: 1, electronic: true }, deferrable: false, verified: false,
    samples: [{ id: 'business_licence', name: '营业执照' }],
  }],
  questions_count: 1, sources: [{ title: '食品经营许可和备案管理办法', as_of: '2026-11-23' }], unverified_note: '以官方公布为准',
}

export const briefItem: ItemDocument = {
  ...item,
  code: '11440300MB2C05837X4002036001002', is_guided: false, region: '440300', region_name: '深圳市',
  region_note: '这是深圳市的规定，不适用于广州市天河区。',
  item: { ...item.item, name: '老年人高龄津贴申领', level: '市级', project_type: null, valid_from: null },
  guide: {
    accept_condition: [], handle_flow: [], statutory: null, promised: null, visits: null, fee: null, handle_area: null, by_law: [],
    places: [], online_url: 'https://example.gov.cn/apply', online_handle_depth: null, link_way: '0755-12345678',
    supervise_way: null, result: null, tips: [], faq: [],
  },
  materials: [], questions_count: 0, sources: [{ title: '省级事项目录', as_of: '2021-05-26' }],
}

export const asking: GuidanceRun = {
  run_id: 'r', item_code: item.code, item_name: '食品经营许可', revision: 'r1', answers: [], result: null,
  progress: { answered: 0, remaining_at_most: 1 },
  question: { id: 'form', text: '您打算做哪一类食品生意？', kind: 'single', options: [{ id: 'catering', label: '餐饮服务' }] },
}

export const finished: GuidanceRun = {
  ...asking, question: null, progress: { answered: 1, remaining_at_most: 0 },
  answers: [{ question_id: 'form', text: '您打算做哪一类食品生意？', value: 'catering', label: '餐饮服务' }],
  result: {
    eligible: true, reasons: ['场所和品种都可以申请。'], advice: [], notes: [], next_steps: ['在线申报'], where: [place],
    materials: [{ id: 'licence', name: '营业执照', required: true, why: '确认主体。' }],
    not_needed: [{ id: 'letter', name: '授权委托书', why: '您没有委托别人，所以不用交。' }],
    promised_days: 5, statutory_days: 10, fee: '不收费', visits: 0, unverified: true,
  },
}

export const draft: Case = {
  number: 'TH202611231234567', status: 'draft', status_label: '草稿',
  item: { code: item.code, name: '食品经营许可', department: '天河区市场监督管理局' },
  form_schema: { sections: [{ title: '申请人', fields: [{ id: 'phone', label: '联系电话', kind: 'phone', required: true }] }] },
  form: { phone: '13800138000' }, form_errors: [], answers: finished.answers, prereview: null, receipt: null,
  materials: [{ id: 'licence', name: '营业执照', required: true, accept: ['pdf'], max_files: 1, max_file_bytes: 20971520, files: [], samples: [] }],
  submitted_at: null, due_at: null, promised_days: 5, can: ['edit', 'upload', 'submit', 'withdraw'], supplement: null,
  timeline: [{ at: '2026-11-23T10:00:00+08:00', kind: 'open', label: '建立草稿' }],
  created_at: '2026-11-23T10:00:00+08:00', updated_at: '2026-11-23T10:00:00+08:00',
}

export const returned: Case = {
  ...draft, status: 'supplement_required', status_label: '待补正', can: ['edit', 'upload', 'supplement', 'withdraw'],
  supplement: { note: '营业执照看不清，请重新上传。', material_ids: ['licence'] },
}

export const history: Page<ChatMessage> = {
  items: [
    { id: 'm1', seq: 1, direction: 'in', author: 'citizen', text: '我想开个小餐馆', created_at: draft.created_at },
    {
      id: 'm2', seq: 2, direction: 'out', author: 'assistant', text: '', created_at: draft.created_at,
      replies: [
        {
          kind: 'item', text: '您要办的是食品经营许可。', buttons: [{ title: '开始智能导办', payload: '/guidance_start{}' }],
          data: { code: item.code, name: '食品经营许可', department: '天河区市场监督管理局', promised: term, fee: '不收费', visits: 0, places: [place] },
        },
        { kind: 'materials', data: { run_id: 'r', item_code: item.code, item_name: '食品经营许可', result: finished.result! } },
        { kind: 'question', data: { run_id: 'r', item_code: item.code, item_name: '食品经营许可', question: asking.question!, progress: asking.progress } },
        {
          kind: 'choices', text: '您要办的是哪一个？',
          buttons: [{ title: '办居住证', payload: '/item_ask{"item_code":"a"}' }, { title: '咨询人工', payload: '/human{}' }],
          data: { choices: [{ code: 'a', title: '办居住证', tells: '第一次来广州住，要办证' }] },
        },
        {
          kind: 'policies', text: '《广州市高龄津贴办法》第三条：……', data: { passages: [passage] },
          buttons: [{ title: '查看全文', payload: '/document_show{"document_id":"gz-elder-2020","article":2}' }],
        },
        {
          kind: 'item', text: '您要办的可能是「老年人高龄津贴申领」。',
          data: { code: briefItem.code, name: '老年人高龄津贴申领', department: '深圳市民政局', promised: null, fee: null, visits: null, places: [], is_guided: false, note: briefItem.region_note },
        },
      ],
    },
  ],
  total: 2, next: null,
}

export const counterHandoff: CounterHandoff = {
  id: 'h1', origin: 'counter', state: 'claimed', case_number: null, consent: null, code_expires_at: null,
  officer: {
    id: 's1', counter_id: 'tianhe-a12', counter_number: 'A12', counter_name: '市场准入', display_name: '李嘉豪', work_number: '1024',
    is_there: true,
  },
  facts: [{ id: 'phone', label: '手机号', value: '138****8001', is_masked: true, may_mask: true }],
  ended_at: null, ended_by: '', may_fill: false, form: {}, marks: {}, edits: [], locks: [], asks: [], trace: [],
}
