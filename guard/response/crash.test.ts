import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** An enforcing provider in this process; the responder that dies is another one. */
const effects = new Map<string, number>()
const blocked = new Set<string>()
const keys = new Map<string, Set<string>>()
let trouble = 0
const server = createServer((request, response) => {
  const answer = async (): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { operation, subject, idempotencyKey } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
      operation: string
      subject: { id: string }
      idempotencyKey: string
    }
    if (operation === 'verify') {
      response.end(JSON.stringify({ outcome: blocked.has(subject.id) ? 'effective' : 'not_effective' }))
      return
    }
    trouble++
    if (trouble % 5 === 1) {
      response.writeHead(503).end()
      return
    }
    if (!blocked.has(subject.id)) effects.set(subject.id, (effects.get(subject.id) ?? 0) + 1)
    blocked.add(subject.id)
    keys.set(subject.id, (keys.get(subject.id) ?? new Set()).add(idempotencyKey))
    if (trouble % 7 === 0) response.destroy()
    else if (trouble % 11 === 0) request.resume()
    else response.end()
  }
  void answer()
})
let state = ''
let url = ''

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'crash-'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await rm(state, { recursive: true, force: true })
})

const program = fileURLToPath(new URL('testing/crash.ts', import.meta.url))

async function live(point = '', nth = 1): Promise<{ signal: string | null; said: string }> {
  const child = spawn(
    process.execPath,
    ['--conditions=@clawback/source', '--import', 'tsx', program, state, url, point, `${nth}`],
    { env: { ...process.env, SECRET: 'x' }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString('utf8')))
  await once(child, 'close')
  return { signal: child.signalCode, said }
}

test('killed anywhere, nothing is lost and nothing is done twice', { timeout: 90_000 }, async () => {
  const places = [
    ['committed', 1],
    ['leased', 2],
    ['answered', 1],
    ['answered', 3],
    ['accepted', 2],
    ['probed', 2],
    ['proven', 2],
  ] as const
  for (const [point, nth] of places)
    expect((await live(point, nth)).signal, `${point} ${nth}`).toBe('SIGKILL')
  const last = await live()
  expect(last).toEqual({ signal: null, said: '[]' })
  const subjects = Array.from({ length: 12 }, (_, no) => `g-${no}`)
  expect([...effects.keys()].sort()).toEqual([...subjects].sort())
  expect([...effects.values()].every((count) => count === 1)).toBe(true)
  expect([...keys.values()].every((used) => used.size === 1)).toBe(true)
})
