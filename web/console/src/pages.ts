/** Every page behind the sign-in: where it is, what it is called, what it takes to see it. */

import type { RouteRecordRaw } from 'vue-router'

import type { Permission } from '@/api/types'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    isPublic?: boolean
    /** Whoever lacks it is led to where their own work begins. */
    needs?: Permission
  }
}

const CASES: RouteRecordRaw[] = [
  {
    path: 'tasks',
    name: 'tasks',
    component: () => import('@/views/TasksView.vue'),
    meta: { title: '待办', needs: 'cases.view' },
  },
  {
    path: 'cases',
    name: 'cases',
    component: () => import('@/views/CasesView.vue'),
    meta: { title: '办件查询', needs: 'cases.view' },
  },
  {
    path: 'cases/:number',
    name: 'case',
    component: () => import('@/views/CaseView.vue'),
    props: true,
    meta: { title: '办件', needs: 'cases.view' },
  },
  {
    path: 'parks/:id?',
    name: 'parks',
    component: () => import('@/views/ParksView.vue'),
    props: true,
    meta: { title: '园区服务', needs: 'cases.view' },
  },
  {
    path: 'prereviews',
    name: 'prereviews',
    component: () => import('@/views/PrereviewsView.vue'),
    meta: { title: '人工预审', needs: 'cases.view' },
  },
  {
    path: 'prereviews/statistics',
    name: 'prereview-figures',
    component: () => import('@/views/PrereviewFiguresView.vue'),
    meta: { title: '预审统计', needs: 'cases.view' },
  },
  {
    path: 'prereviews/:id',
    name: 'prereview',
    component: () => import('@/views/PrereviewView.vue'),
    props: true,
    meta: { title: '人工预审', needs: 'cases.view' },
  },
]

const WORKFLOW: RouteRecordRaw[] = [
  {
    path: 'notices',
    name: 'notices',
    component: () => import('@/views/NoticesView.vue'),
    meta: { title: '工作提醒', needs: 'cases.view' },
  },
  {
    path: 'delegations',
    name: 'delegations',
    component: () => import('@/views/DelegationsView.vue'),
    meta: { title: '委托', needs: 'processes.work' },
  },
  {
    path: 'calendar',
    name: 'calendar',
    component: () => import('@/views/CalendarView.vue'),
    meta: { title: '工作日历', needs: 'calendar.manage' },
  },
  {
    path: 'tablet',
    name: 'tablet',
    component: () => import('@/views/TabletView.vue'),
    meta: { title: '窗口平板', needs: 'halls.serve' },
  },
  {
    path: 'hall-ratings',
    name: 'hall-ratings',
    component: () => import('@/views/HallRatingsView.vue'),
    meta: { title: '评价', needs: 'ratings.view' },
  },
  {
    path: 'halls/:id?',
    name: 'halls',
    component: () => import('@/views/HallsView.vue'),
    props: true,
    meta: { title: '大厅', needs: 'halls.manage' },
  },
  {
    path: 'devices/:id?',
    name: 'devices',
    component: () => import('@/views/DevicesView.vue'),
    props: true,
    meta: { title: '设备', needs: 'halls.manage' },
  },
  {
    path: 'halls/:id/board',
    name: 'hall-board',
    component: () => import('@/views/HallBoardView.vue'),
    props: true,
    meta: { title: '大厅看板', needs: 'halls.manage' },
  },
  {
    path: 'halls/:id/queues',
    name: 'hall-queues',
    component: () => import('@/views/HallQueuesView.vue'),
    props: true,
    meta: { title: '排队与预约', needs: 'halls.manage' },
  },
  {
    path: 'calling',
    name: 'calling',
    component: () => import('@/views/CallingView.vue'),
    meta: { title: '叫号', needs: 'halls.serve' },
  },
  {
    path: 'process-bindings',
    name: 'process-bindings',
    component: () => import('@/views/BindingsView.vue'),
    meta: { title: '流程绑定', needs: 'processes.manage' },
  },
]

const RESULTS: RouteRecordRaw[] = [
  {
    path: 'publications/:id?',
    name: 'publications',
    component: () => import('@/views/PublicationsView.vue'),
    props: true,
    meta: { title: '结果公示', needs: 'publications.manage' },
  },
  {
    path: 'letter-corrections',
    name: 'letter-corrections',
    component: () => import('@/views/LetterCorrectionsView.vue'),
    meta: { title: '勘误审批', needs: 'letters.approve' },
  },
  {
    path: 'audit',
    name: 'audit',
    component: () => import('@/views/AuditView.vue'),
    meta: { title: '审计', needs: 'audit.read' },
  },
]

const DESK: RouteRecordRaw[] = [
  {
    path: 'counter',
    name: 'counter-desk',
    component: () => import('@/views/CounterDeskView.vue'),
    meta: { title: '窗口', needs: 'halls.serve' },
  },
  {
    path: 'handoffs/:id?',
    name: 'handoffs',
    component: () => import('@/views/HandoffsView.vue'),
    props: true,
    meta: { title: '人工会话', needs: 'handoffs.serve' },
  },
  {
    path: 'work-orders/:number?',
    name: 'work-orders',
    component: () => import('@/views/WorkOrdersView.vue'),
    props: true,
    meta: { title: '工单', needs: 'handoffs.serve' },
  },
]

const KNOWLEDGE: RouteRecordRaw[] = [
  {
    path: 'knowledge',
    name: 'knowledge',
    component: () => import('@/views/KnowledgeView.vue'),
    meta: { title: '知识库', needs: 'knowledge.view' },
  },
  {
    path: 'knowledge/health',
    name: 'health',
    component: () => import('@/views/HealthView.vue'),
    meta: { title: '内容体检', needs: 'knowledge.view' },
  },
  {
    path: 'knowledge/imports',
    name: 'imports',
    component: () => import('@/views/ImportsView.vue'),
    meta: { title: '导入', needs: 'knowledge.view' },
  },
  {
    path: 'knowledge/:id',
    name: 'entry',
    component: () => import('@/views/EntryView.vue'),
    props: true,
    meta: { title: '知识', needs: 'knowledge.view' },
  },
  {
    path: 'knowledge/:id/edit',
    name: 'entry-edit',
    component: () => import('@/views/EntryEditView.vue'),
    props: true,
    meta: { title: '编辑', needs: 'knowledge.edit' },
  },
]

const SEARCH: RouteRecordRaw[] = [
  {
    path: 'search/strategy',
    name: 'strategy',
    component: () => import('@/views/StrategyView.vue'),
    meta: { title: '检索策略', needs: 'search.manage' },
  },
  {
    path: 'search/queries',
    name: 'queries',
    component: () => import('@/views/QueriesView.vue'),
    meta: { title: '检索分析', needs: 'search.manage' },
  },
]

const CONSULTATIONS: RouteRecordRaw[] = [
  {
    path: 'consultations',
    name: 'statistics',
    component: () => import('@/views/StatisticsView.vue'),
    meta: { title: '咨询统计', needs: 'consultations.view' },
  },
  {
    path: 'consultations/unanswered',
    name: 'unanswered',
    component: () => import('@/views/UnansweredView.vue'),
    meta: { title: '没有答上', needs: 'consultations.read' },
  },
  {
    path: 'consultations/corrections',
    name: 'corrections',
    component: () => import('@/views/CorrectionsView.vue'),
    meta: { title: '理解纠正', needs: 'understanding.review' },
  },
  {
    path: 'consultations/models',
    name: 'models',
    component: () => import('@/views/ModelsView.vue'),
    meta: { title: '理解模型', needs: 'understanding.review' },
  },
]

const PROCESSES: RouteRecordRaw[] = [
  {
    path: 'processes',
    name: 'processes',
    component: () => import('@/views/processes/ProcessesView.vue'),
    meta: { title: '流程模板', needs: 'processes.manage' },
  },
  {
    path: 'processes/monitor',
    name: 'process-monitor',
    component: () => import('@/views/processes/ProcessMonitorView.vue'),
    meta: { title: '流程监控', needs: 'processes.lead' },
  },
  {
    path: 'processes/cases/:number',
    name: 'process-case',
    component: () => import('@/views/processes/WatchedCaseView.vue'),
    props: true,
    meta: { title: '办件流程', needs: 'processes.lead' },
  },
  ...(
    [
      ['', 'process', '流程', () => import('@/views/processes/ProcessView.vue')],
      ['/edit', 'process-edit', '画流程', () => import('@/views/processes/ProcessEditView.vue')],
      ['/publish', 'process-publish', '核对发布', () => import('@/views/processes/ProcessPublishView.vue')],
    ] as const
  ).map(
    ([part, name, title, component]): RouteRecordRaw => ({
      path: `processes/templates/:key${part}`,
      name,
      component,
      // `key` is Vue's own word for a component's identity.
      props: (route) => ({ keyOf: String(route.params.key) }),
      meta: { title, needs: 'processes.manage' },
    }),
  ),
]

const ACCESS: RouteRecordRaw[] = [
  {
    path: 'access/organisation',
    name: 'organisation',
    component: () => import('@/views/OrganisationView.vue'),
    meta: { title: '组织架构', needs: 'organisation.view' },
  },
  {
    path: 'access/people',
    name: 'people',
    component: () => import('@/views/PeopleView.vue'),
    meta: { title: '人员', needs: 'organisation.view' },
  },
  {
    path: 'access/grants',
    name: 'grants',
    component: () => import('@/views/GrantsView.vue'),
    meta: { title: '授权审批', needs: 'access.manage' },
  },
  {
    path: 'access/roles',
    name: 'roles',
    component: () => import('@/views/RolesView.vue'),
    meta: { title: '角色与权限', needs: 'access.manage' },
  },
  {
    path: 'access/preview/:id?',
    name: 'preview',
    component: () => import('@/views/PreviewView.vue'),
    props: true,
    meta: { title: '权限预览', needs: 'access.manage' },
  },
]

const REPORTS: RouteRecordRaw[] = [
  {
    path: 'reports/statistics',
    name: 'case-statistics',
    component: () => import('@/views/CaseStatisticsView.vue'),
    meta: { title: '办件统计', needs: 'statistics.view' },
  },
  {
    path: 'reports/overview',
    name: 'overview',
    component: () => import('@/views/OverviewView.vue'),
    meta: { title: '一屏总览', needs: 'statistics.view' },
  },
  {
    path: 'reports',
    name: 'reports',
    component: () => import('@/views/ReportsView.vue'),
    meta: { title: '报表', needs: 'statistics.view' },
  },
  {
    path: 'reports/runs/:id',
    name: 'report-run',
    component: () => import('@/views/ReportRunView.vue'),
    props: true,
    meta: { title: '报表', needs: 'statistics.view' },
  },
  {
    path: 'reports/definitions/:key',
    name: 'report-edit',
    component: () => import('@/views/ReportEditView.vue'),
    props: (route) => ({ reportKey: String(route.params.key) }),
    meta: { title: '报表定义', needs: 'reports.manage' },
  },
]

export const PAGES: readonly RouteRecordRaw[] = [
  ...CASES,
  ...WORKFLOW,
  ...RESULTS,
  ...DESK,
  ...KNOWLEDGE,
  ...SEARCH,
  ...CONSULTATIONS,
  ...PROCESSES,
  ...ACCESS,
  ...REPORTS,
  {
    path: 'me',
    name: 'me',
    component: () => import('@/views/MeView.vue'),
    meta: { title: '我的' },
  },
]
