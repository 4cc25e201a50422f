/** What search, documents and places answer, small but whole, held to the client's own types. */

import type { KnowledgeDocument, Passage, PlacePage, SearchHit, SearchPage, ServicePlace } from '@/api/types'

const source = { title: '来源', as_of: '2026-11-01' }
const highlights = { title: [], snippet: [] }

export const passage: Passage = {
  document_id: 'gz-elder-2020', title: '广州市高龄津贴办法', document_number: '穗府办规〔2020〕1号',
  issuer: '广州市人民政府办公厅', article: 2, label: '第三条', heading: '适用对象', text: '年满八十周岁的老年人可以申领。',
  region_name: '广州市', valid_from: '2020-03-01', expires_on: '2025-03-01', verified: true, url: 'https://example.gov.cn/1',
  as_of: '2026-11-01', notes: ['已于2025年3月1日失效，仅供参考。'],
}

function place(id: string, name: string, kind: string, label: string, more: Partial<ServicePlace> = {}): ServicePlace {
  return {
    id, name, kind, kind_label: label, address: `广州市天河区${name}`, hours: '工作日 9:00–17:00', phone: '12345', district: '天河区',
    location: null, services: ['居住证'], verified: false, note: '以官方公布为准', source, distance_m: null, ...more,
  }
}

export const places: ServicePlace[] = [
  place('tianyuan', '天园街道政务服务中心', 'street_centre', '街道政务服务中心', {
    location: [113.37, 23.12], location_accuracy: 'street', distance_m: 346,
  }),
  place('centre', '天河区政务服务中心', 'hall', '政务服务中心'),
  place('shipai', '石牌街道政务服务中心', 'street_centre', '街道政务服务中心'),
]

export const placePage: PlacePage = {
  items: places, total: 3, next: null,
  resolved: { district: '天河区', street: '天园街道', community: '骏景社区', matched: '骏景花园', alternatives: [] },
}

export const hits: SearchHit[] = [
  {
    kind: 'item', id: '11440300MB2C05837X4002036001002', title: '老年人高龄津贴申领', snippet: '市级事项，由深圳市民政局办理。',
    highlights: { title: [[3, 7]], snippet: [] }, score: 0.9, matched_by: 'name',
    notes: ['这是深圳市的规定，不适用于广州市天河区。'],
    detail: {
      code: '11440300MB2C05837X4002036001002', name: '老年人高龄津贴申领', short_name: '高龄津贴', department: '深圳市民政局',
      level: '市级', audience: 'person', theme: '养老', summary: '市级事项。', is_guided: false, region_name: '深圳市',
      region_note: '这是深圳市的规定，不适用于广州市天河区。',
    },
  },
  {
    kind: 'policy', id: 'gz-elder-2020#2', title: `${passage.title} 第三条 适用对象`, snippet: passage.text, highlights, score: 0.8,
    notes: passage.notes, detail: passage,
  },
  {
    kind: 'faq', id: 'elder', title: '高龄津贴从几岁开始发？', snippet: '从八十周岁起。', highlights, score: 0.7,
    detail: { id: 'elder', question: '高龄津贴从几岁开始发？', answer: '从八十周岁起，按月发放。', verified: false, note: null, source },
  },
  {
    kind: 'place', id: 'tianyuan', title: '天园街道政务服务中心', snippet: '可办：居住证', highlights, score: 0.6, notes: ['以官方公布为准；地图上是大致位置'],
    detail: places[0]!,
  },
]

export const searchPage: SearchPage = {
  search_id: 's1', items: hits, total: 4, next: null, counts: { item: 1, policy: 1, faq: 1, place: 1 }, nearest: [],
}

export const document: KnowledgeDocument = {
  id: 'gz-elder-2020', title: passage.title, kind: 'policy', kind_label: '政策文件', document_number: passage.document_number,
  issuer: passage.issuer, region_name: '广州市', published_on: '2020-02-01', valid_from: '2020-03-01', expires_on: '2025-03-01',
  replaced_by: null, validity: 'expired', verified: true, notes: passage.notes ?? [], url: passage.url, as_of: passage.as_of,
  articles: Array.from({ length: 8 }, (_, number) => ({
    number, label: `第${number + 1}条`, heading: '', text: number === 2 ? passage.text : `第${number + 1}条的内容。`, page: null,
  })),
}
