#!/usr/bin/env node
import { existsSync } from 'node:fs'

const main = new URL('../dist/main.js', import.meta.url)
if (existsSync(main)) await import(main.href)
else {
  console.error(
    'clawback is not built yet.\nmend:  npm run build (or scripts/demo, which sets everything up)',
  )
  process.exitCode = 4
}
