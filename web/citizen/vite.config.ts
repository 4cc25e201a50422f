import { createRequire } from 'node:module'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

// The uni-app plugin is published as CommonJS; its default export has to be unwrapped in an ES module.
const require = createRequire(import.meta.url)
const { default: uni } = require('@dcloudio/vite-plugin-uni') as { default: () => Plugin[] }

export default defineConfig({
  plugins: [uni()],
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/q': 'http://127.0.0.1:8000' } },
})
