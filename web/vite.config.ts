import { defineConfig } from 'vite'

/** One script and one style sheet with fixed names: the report writer embeds both into a single file. */
export default defineConfig({
  build: {
    lib: {
      entry: 'page/main.tsx',
      formats: ['iife'],
      name: 'clawbackReport',
      fileName: () => 'report.js',
      cssFileName: 'report',
    },
    emptyOutDir: true,
    target: 'es2022',
  },
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: { conditions: ['@clawback/source'] },
})
