import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'

import { ApiProblem, describeError } from '@/api/problem'
import type { Permission } from '@/api/types'
import { homeOf } from '@/logic/home'
import { useSessionStore } from '@/stores/session'

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

const DESK: RouteRecordRaw[] = [
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

export const router = createRouter({
  history: createWebHashHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    {
      path: '/login',
      name: 'login',
      component: () => import('@/views/LoginView.vue'),
      meta: { title: '登录', isPublic: true },
    },
    {
      path: '/',
      component: () => import('@/components/AppShell.vue'),
      meta: { title: '' },
      children: [
        { path: '', redirect: { name: 'tasks' } },
        ...CASES,
        ...DESK,
        ...KNOWLEDGE,
        ...SEARCH,
        ...CONSULTATIONS,
        {
          path: 'me',
          name: 'me',
          component: () => import('@/views/MeView.vue'),
          meta: { title: '我的' },
        },
      ],
    },
    { path: '/:unknown(.*)*', redirect: { name: 'tasks' } },
  ],
})

router.beforeEach(async (to) => {
  const session = useSessionStore()
  if (to.meta.isPublic) return session.isSignedIn ? { name: homeOf(session.may) } : true
  try {
    await session.restore()
  } catch (error) {
    // Only the server's own refusal ends a session; a lost network must not.
    const isRefused = error instanceof ApiProblem && error.status === 401
    if (isRefused) session.forget('登录已失效，请重新登录。')
    else session.farewell = describeError(error)
  }
  if (!session.isSignedIn) return { name: 'login', query: { next: to.fullPath } }
  const isAllowed = !to.meta.needs || session.may(to.meta.needs)
  return isAllowed ? true : { name: homeOf(session.may) }
})

router.afterEach((to) => {
  document.title = `${to.meta.title} · 天河智慧政务办理台`
})
