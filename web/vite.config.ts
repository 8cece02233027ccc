import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Where the API listens while the page is developed with `vite`. */
const api = 'http://127.0.0.1:8080'
const loginPaths = /^\/(login|setup)(\?|$)/

/** The development server answers /login and /setup with the small entry, as the real server does. */
const loginEntry = (): Plugin => ({
  name: 'login-entry',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      if (loginPaths.test(request.url ?? '')) request.url = '/login.html'
      next()
    })
  },
})

/** The text font is asked for together with the scripts, so that the first paint already has it. */
const preloadFont = (): Plugin => ({
  name: 'preload-font',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => /inter-latin-wght-normal.*\.woff2$/.test(file))
        .map((file) => ({
          tag: 'link',
          attrs: {
            rel: 'preload',
            as: 'font',
            type: 'font/woff2',
            crossorigin: '',
            href: `/${file}`,
          },
          injectTo: 'head' as const,
        })),
  },
})

/** Compressed copies beside the files: made once here instead of at every request. Fonts are compressed already. */
const compress = (): Plugin => ({
  name: 'compress',
  apply: 'build',
  writeBundle({ dir = 'dist' }, bundle) {
    for (const [file, part] of Object.entries(bundle)) {
      if (!/\.(js|css)$/.test(file)) continue
      const content = part.type === 'chunk' ? part.code : part.source
      writeFileSync(join(dir, `${file}.gz`), gzipSync(content, { level: 9 }))
      writeFileSync(join(dir, `${file}.br`), brotliCompressSync(content))
    }
  },
})

export default defineConfig({
  plugins: [react(), loginEntry(), preloadFont(), compress()],
  server: { host: '127.0.0.1', proxy: { '/api': api } },
  build: {
    target: 'baseline-widely-available',
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    modulePreload: { polyfill: false },
    manifest: true,
    // `font-src 'self'` forbids fonts inside style sheets; nothing is inlined, so that each file is cached by itself.
    assetsInlineLimit: 0,
    rollupOptions: { input: ['index.html', 'login.html'] },
  },
})
