import './styles/base.css'

import { createApp, watch } from 'vue'

import App from './App.vue'
import { device } from '@/lib/enrolment'
import { followLook } from '@/lib/look'
import { router } from './router'

followLook(document.documentElement)
createApp(App).use(router).mount('#app')

watch(device, (now) => {
  if (!now && !router.currentRoute.value.meta.isPublic) {
    void router.push({ name: 'enrol', query: { lost: '1' } })
  }
})
