import { fileURLToPath, URL } from 'node:url'

import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const bridgeOrigin = process.env.COUNTER_BRIDGE_ORIGIN ?? 'http://127.0.0.1:8001'

export default defineConfig({
  base: '/counter/',
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { port: 5175, proxy: { '/hall': { target: bridgeOrigin, ws: true } } },
  build: { target: 'es2022' },
})
