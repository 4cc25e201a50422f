import { ElMessage } from 'element-plus/es/components/message/index'
import { createRouter, createWebHashHistory } from 'vue-router'

import { ApiProblem, describeError } from '@/api/problem'
import { homeOf } from '@/logic/home'
import { isScriptGone, mayBeginAnew } from '@/logic/newBuild'
import { PAGES } from '@/pages'
import { useSessionStore } from '@/stores/session'

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
      path: '/enrol',
      name: 'enrol',
      component: () => import('@/views/EnrolView.vue'),
      meta: { title: '激活账号', isPublic: true },
    },
    {
      path: '/',
      component: () => import('@/components/AppShell.vue'),
      meta: { title: '' },
      children: [
        { path: '', redirect: { name: 'tasks' } },
        ...PAGES,
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
  if (session.staff?.must_change_password && to.name !== 'me') return { name: 'me' }
  const isAllowed = !to.meta.needs || session.may(to.meta.needs)
  return isAllowed ? true : { name: homeOf(session.may) }
})

router.afterEach((to) => {
  document.title = `${to.meta.title} · 天河智慧政务办理台`
})

// A page's script is asked for when it is opened; a newer build has other scripts than this one.
router.onError((error, to) => {
  if (!isScriptGone(error)) return
  if (mayBeginAnew(to.fullPath, Date.now())) {
    window.location.hash = to.fullPath
    window.location.reload()
  } else {
    ElMessage.error({ message: '这一页没有打开。请检查网络，再按 F5 刷新。', duration: 8_000, showClose: true })
  }
})
