import 'element-plus/theme-chalk/el-message.css'
import 'element-plus/theme-chalk/el-notification.css'
import './styles/theme.css'
import './styles/base.css'

import { createPinia } from 'pinia'
import { createApp } from 'vue'

import { connectSession } from '@/api/client'
import { useSessionStore } from '@/stores/session'
import App from './App.vue'
import { router } from './router'

const app = createApp(App)
app.use(createPinia())

const session = useSessionStore()
connectSession(
  () => session.token,
  () => {
    session.forget('登录已失效，请重新登录。')
    const here = router.currentRoute.value
    if (here.name && !here.meta.isPublic) void router.push({ name: 'login', query: { next: here.fullPath } })
  },
)

app.use(router)
app.mount('#app')
