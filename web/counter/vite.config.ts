import { fileURLToPath, URL } from 'node:url'

import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const bridgeOrigin = process.env.COUNTER_BRIDGE_ORIGIN ?? 'http://127.0.0.1:8001'

export default defineConfig({
  base: '/counter/',
  plugins: [vue()],
  resolve: {
    alias: [
      { find: '@', replacement: fileURLToPath(new URL('./src', import.meta.url)) },
      // Its main file is UMD, whose default export is no constructor here.
      { find: /^simple-keyboard$/, replacement: 'simple-keyboard/build/index.modern.esm.js' },
    ],
  },
  server: { port: 5175, proxy: { '/hall': { target: bridgeOrigin, ws: true } } },
  // The characters of 繁體 are one large chunk, loaded when somebody asks for them.
  build: { target: 'es2022', chunkSizeWarningLimit: 1_100 },
})
