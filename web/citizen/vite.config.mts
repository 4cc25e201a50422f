import { createRequire } from 'node:module'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

// The uni-app plugin is published as CommonJS; its default export has to be unwrapped in an ES module.
const require = createRequire(import.meta.url)
const { default: uni } = require('@dcloudio/vite-plugin-uni') as { default: () => Plugin[] }

/** uni-app's stylesheet preloads pictures from its vendor's server; a citizen's visit is no one else's. */
function withoutVendorPictures(): Plugin {
  return {
    name: 'without-vendor-pictures',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
        file.source = String(file.source).replace(/url\(["']?https:\/\/cdn\.dcloud[^)]*\)/g, 'none')
      }
    },
  }
}

export default defineConfig({
  plugins: [uni(), withoutVendorPictures()],
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/q': 'http://127.0.0.1:8000' } },
})
