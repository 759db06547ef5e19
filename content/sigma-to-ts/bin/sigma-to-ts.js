#!/usr/bin/env node
import { existsSync } from 'node:fs'

const cli = new URL('../dist/cli.js', import.meta.url)
if (existsSync(cli)) {
  const { main } = await import(cli.href)
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error
  })
  process.exitCode = main(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
  })
} else {
  console.error('sigma-to-ts is not built yet.\nmend:  npm run build')
  process.exitCode = 4
}
