import { createRouter, createWebHashHistory } from 'vue-router'

import { ApiProblem, describeError } from '@/api/problem'
import { useSessionStore } from '@/stores/session'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    isPublic?: boolean
  }
}

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
        {
          path: 'tasks',
          name: 'tasks',
          component: () => import('@/views/TasksView.vue'),
          meta: { title: '待办' },
        },
        {
          path: 'cases',
          name: 'cases',
          component: () => import('@/views/CasesView.vue'),
          meta: { title: '办件查询' },
        },
        {
          path: 'cases/:number',
          name: 'case',
          component: () => import('@/views/CaseView.vue'),
          props: true,
          meta: { title: '办件' },
        },
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
  if (to.meta.isPublic) return session.isSignedIn ? { name: 'tasks' } : true
  try {
    await session.restore()
  } catch (error) {
    // Only the server's own refusal ends a session; a lost network must not.
    const isRefused = error instanceof ApiProblem && error.status === 401
    if (isRefused) session.forget('登录已失效，请重新登录。')
    else session.farewell = describeError(error)
  }
  if (!session.isSignedIn) return { name: 'login', query: { next: to.fullPath } }
  return to.name === 'me' || session.may('cases.view') ? true : { name: 'me' }
})

router.afterEach((to) => {
  document.title = `${to.meta.title} · 天河智慧政务办理台`
})
