/** Every page; a device shows the one that is its purpose. */

import { createRouter, createWebHashHistory } from 'vue-router'

import CounterView from '@/views/CounterView.vue'
import { device, homeOf } from '@/lib/enrolment'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'counter', component: CounterView },
    { path: '/enrol', name: 'enrol', component: () => import('@/views/EnrolView.vue'), meta: { isPublic: true } },
    { path: '/pad/:link', alias: '/sign/:link', name: 'pad', component: () => import('@/views/PadView.vue'), meta: { isPublic: true } },
    { path: '/offline', name: 'offline', component: () => import('@/views/OfflineView.vue'), meta: { isPublic: true } },
    { path: '/board', name: 'board', component: () => import('@/views/BoardView.vue') },
    { path: '/self-service', name: 'self-service', component: () => import('@/views/SelfServiceView.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})

router.beforeEach((to) => {
  if (to.meta.isPublic) return true
  if (!device.value) return { name: 'enrol', query: { next: to.fullPath } }
  const home = homeOf(device.value.kind)
  // A board or a terminal never shows the tablet's page; its own routes are added by its room.
  return to.path === '/' && home !== '/' && router.hasRoute(home.slice(1)) ? home : true
})
