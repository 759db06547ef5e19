import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

it('a reader that stops reading is no failure', async () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--conditions=@clawback/source', '--import', 'tsx', main, 'doctor', '--help'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  child.stdout.destroy()
  let said = ''
  child.stderr.on('data', (part: Buffer) => (said += part.toString()))
  const [code] = (await once(child, 'close')) as [number]
  expect([code, said]).toEqual([0, ''])
}, 60_000)
