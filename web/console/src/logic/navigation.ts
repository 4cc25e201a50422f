/** Where the console leads, by kind of work: data for the left navigation. */

import type { Permission } from '@/api/types'

export type Counted = 'tasks' | 'handoffs' | 'knowledge' | 'badRatings'
export type NavIcon =
  | 'list' | 'files' | 'check' | 'park' | 'chat' | 'order' | 'away'
  | 'hall' | 'call' | 'book' | 'search' | 'talk' | 'flow' | 'day' | 'stamp' | 'chart' | 'people' | 'eye'

/** A page of a section: whoever lacks `needs` does not see it. */
export interface NavPage {
  name: string
  needs: Permission
}

export interface NavEntry {
  key: string
  label: string
  icon: NavIcon
  /** The pages it stands for; the first one allowed is where it leads. */
  pages: readonly NavPage[]
  /** Paths at which it is where one is, besides those below them. */
  under: readonly string[]
  counted?: Counted
  testid?: string
}

export interface NavGroup {
  label: string
  entries: readonly NavEntry[]
}

const page = (name: string, needs: Permission): NavPage => ({ name, needs })

export const NAVIGATION: readonly NavGroup[] = [
  {
    label: '办理',
    entries: [
      { key: 'tasks', label: '待办', icon: 'list', pages: [page('tasks', 'cases.view')], under: ['/tasks'], counted: 'tasks' },
      { key: 'cases', label: '办件查询', icon: 'files', pages: [page('cases', 'cases.view')], under: ['/cases'] },
      { key: 'counter', label: '窗口', icon: 'call', pages: [page('calling', 'halls.serve'), page('counter-desk', 'halls.serve'), page('tablet', 'halls.serve')], under: ['/calling', '/counter', '/tablet'] },
      { key: 'prereviews', label: '预审', icon: 'check', pages: [page('prereviews', 'cases.view')], under: ['/prereviews'] },
      { key: 'parks', label: '园区服务', icon: 'park', pages: [page('parks', 'cases.view')], under: ['/parks'] },
      { key: 'handoffs', label: '人工会话', icon: 'chat', pages: [page('handoffs', 'handoffs.serve')], under: ['/handoffs'], counted: 'handoffs' },
      { key: 'work-orders', label: '工单', icon: 'order', pages: [page('work-orders', 'handoffs.serve')], under: ['/work-orders'] },
      { key: 'delegations', label: '委托', icon: 'away', pages: [page('delegations', 'processes.work')], under: ['/delegations'] },
    ],
  },
  {
    label: '知识',
    entries: [
      { key: 'knowledge', label: '知识库', icon: 'book', pages: [page('knowledge', 'knowledge.view')], under: ['/knowledge'], counted: 'knowledge' },
      { key: 'search', label: '检索', icon: 'search', pages: [page('strategy', 'search.manage')], under: ['/search'] },
      {
        key: 'consultations',
        label: '咨询',
        icon: 'talk',
        pages: [page('statistics', 'consultations.view'), page('unanswered', 'consultations.read'), page('corrections', 'understanding.review')],
        under: ['/consultations'],
      },
    ],
  },
  {
    label: '流程',
    entries: [
      {
        key: 'processes',
        label: '流程',
        icon: 'flow',
        pages: [page('processes', 'processes.manage'), page('process-monitor', 'processes.lead')],
        under: ['/processes', '/process-bindings'],
        testid: 'nav-processes',
      },
      { key: 'calendar', label: '工作日历', icon: 'day', pages: [page('calendar', 'calendar.manage')], under: ['/calendar'] },
    ],
  },
  {
    label: '结果和统计',
    entries: [
      {
        key: 'results',
        label: '公示和勘误',
        icon: 'stamp',
        pages: [page('publications', 'publications.manage'), page('letter-corrections', 'letters.approve')],
        under: ['/publications', '/letter-corrections'],
      },
      { key: 'reports', label: '统计报表', icon: 'chart', pages: [page('case-statistics', 'statistics.view')], under: ['/reports'] },
    ],
  },
  {
    label: '管理',
    entries: [
      { key: 'halls', label: '大厅', icon: 'hall', pages: [page('halls', 'halls.manage'), page('devices', 'halls.manage'), page('hall-ratings', 'ratings.view')], under: ['/halls', '/devices', '/hall-ratings'], counted: 'badRatings' },
      {
        key: 'access',
        label: '组织权限',
        icon: 'people',
        pages: [page('grants', 'access.manage'), page('organisation', 'organisation.view')],
        under: ['/access'],
      },
      { key: 'audit', label: '审计', icon: 'eye', pages: [page('audit', 'audit.read')], under: ['/audit'] },
    ],
  },
]

/** An entry as one person sees it: `to` is the name of the page it opens. */
export interface NavLink extends NavEntry {
  to: string
}

export interface NavSection {
  /** `null` where the group holds one entry only, or is the only group: a heading would say nothing. */
  heading: string | null
  links: NavLink[]
}

/** What somebody with these permissions finds in the navigation; empty groups are left out. */
export function navigationOf(may: (permission: Permission) => boolean): NavSection[] {
  const groups = NAVIGATION.map((group) => ({
    label: group.label,
    links: group.entries.flatMap((entry): NavLink[] => {
      const open = entry.pages.find((one) => may(one.needs))
      return open ? [{ ...entry, to: open.name }] : []
    }),
  })).filter((group) => group.links.length)
  return groups.map(({ label, links }) => ({
    heading: groups.length > 1 && links.length > 1 ? label : null,
    links,
  }))
}

/** Whether a page at `path` belongs to the entry. */
export function isAt(entry: NavEntry, path: string): boolean {
  return entry.under.some((root) => path === root || path.startsWith(`${root}/`))
}
