import './styles/base.css'

import { createApp, watch } from 'vue'

import App from './App.vue'
import { device } from '@/lib/enrolment'
import { followLook } from '@/lib/look'
import { keepDelivering } from '@/lib/outbox'
import { router } from './router'

followLook(document.documentElement)
keepDelivering()
createApp(App).use(router).mount('#app')

watch(device, (now) => {
  if (!now && !router.currentRoute.value.meta.isPublic) {
    void router.push({ name: 'enrol', query: { lost: '1' } })
  }
})

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/counter/sw.js').catch(() => undefined)
}
