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
  void navigator.serviceWorker.register('/counter/sw.js').then(keepShell, () => undefined)
}

/** What was loaded before the worker came to life is asked for once more, so that it keeps it. */
async function keepShell(): Promise<void> {
  await navigator.serviceWorker.ready
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
  for (const name of loaded.filter((one) => one.includes('/counter/assets/'))) {
    await fetch(name).catch(() => undefined)
  }
}
