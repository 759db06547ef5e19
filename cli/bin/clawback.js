#!/usr/bin/env node
import { existsSync, readFileSync, statSync } from 'node:fs'

const main = new URL('../dist/main.js', import.meta.url)
const bundle = new URL('../dist/bundle/', import.meta.url)
const start = isFresh() ? new URL('main.js', bundle) : main
if (existsSync(start)) await import(start.href)
else {
  console.error(
    'clawback is not built yet.\nmend:  npm run build (or scripts/demo, which sets everything up)',
  )
  process.exitCode = 4
}

/** Whether the bundle was written after everything it was made of (scripts/bundle.ts); without it all modules are loaded. */
function isFresh() {
  try {
    const { mtimeMs } = statSync(new URL('of.json', bundle))
    const builds = JSON.parse(readFileSync(new URL('of.json', bundle), 'utf8'))
    return builds.every((build) => statSync(new URL(build, bundle)).mtimeMs <= mtimeMs)
  } catch {
    return false
  }
}
