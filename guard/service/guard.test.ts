import { execFile } from 'node:child_process'
import { appendFile, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseGuardConfig } from '../config/read.js'
import type { OpenResponder, Standing } from '../ports.js'
import { guardClient } from './client.js'
import { createGuard } from './guard.js'
import type { Guard, GuardAddress } from './guard.js'

let folder = ''
let guard: Guard | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guard-'))
})
afterEach(async () => {
  await guard?.stop()
  await rm(folder, { recursive: true, force: true })
})

const standing = new Map<string, Standing>()
const none = (): Promise<never> => Promise.reject(new Error('this desk is empty'))
const responder: OpenResponder = () =>
  Promise.resolve({
    consider: () => Promise.resolve(),
    standing: (lineage) => lineage.map((one) => standing.get(one)).find((one) => one !== undefined),
    stop: () => Promise.resolve(),
    desk: {
      approvals: () => Promise.resolve([]),
      intents: () => Promise.resolve([]),
      decide: none,
      restore: none,
      apply: none,
      cancel: none,
      switches: none,
      freeze: none,
      resetFuse: none,
      audit: none,
    },
  })

async function start(more = ''): Promise<GuardAddress> {
  standing.clear()
  const text = `state: ./state
sources:
  - { name: hooks, connector: claude-code, trust: 2, login: alice@ws }
  - { name: telemetry, connector: otlp, trust: 1 }
  - { name: open-telemetry, connector: otlp, trust: 0, listen: '127.0.0.1:0' }
  - { name: audit, connector: service-audit, trust: 3, file: ./audit.ndjson }
people:
  - { id: alice, logins: [alice@ws] }
${more}`
  guard = createGuard(parseGuardConfig(join(folder, 'guard.yaml'), text), { openResponder: responder })
  return guard.start()
}

interface Answered {
  readonly status: number
  readonly text: string
  readonly stamp: string | undefined
}
function post(
  at: { readonly socketPath: string } | { readonly host: string; readonly port: number },
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asking = request({ ...at, method: 'POST', path, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => {
        const stamp = response.headers['x-clawback-stamp']
        resolve({
          status: response.statusCode ?? 0,
          text,
          stamp: typeof stamp === 'string' ? stamp : undefined,
        })
      })
    })
    asking.on('error', reject)
    asking.end(body)
  })
}
const hook = (name: string, more: object = {}): string =>
  JSON.stringify({ hook_event_name: name, session_id: 's1', ...more })
const pre = (id: string, more: object = {}): string =>
  hook('PreToolUse', { tool_name: 'Bash', tool_input: { command: 'ls' }, tool_use_id: id, ...more })

describe('hooks', () => {
  test('are answered with nothing to say and a stamp', async () => {
    const { socket } = await start()
    const answer = await post({ socketPath: socket }, '/v1/hooks/claude-code', pre('t1'))
    expect(answer).toMatchObject({ status: 200, text: '{}' })
    expect(answer.stamp).toMatch(/^ag-[0-9a-f]{8}-[0-9a-f]{8}$/)
    const other = await post({ socketPath: socket }, '/v1/hooks/hooks', pre('t2', { session_id: 's2' }))
    expect(other.stamp).not.toBe(answer.stamp)
  })

  test('of a held instance, or of anything it spawned, are denied, and the story tells it', async () => {
    const { socket, control } = await start()
    await post({ socketPath: socket }, '/v1/hooks/hooks', hook('SessionStart'))
    standing.set('s1', { action: 'deny', reason: 'too much', incident: 'inc-1' })
    for (const payload of [pre('t1'), pre('t1'), pre('t2', { agent_id: 'a1' })])
      expect((await post({ socketPath: socket }, '/v1/hooks/hooks', payload)).text).toContain(
        '"permissionDecision":"deny"',
      )
    expect(
      (await post({ socketPath: socket }, '/v1/hooks/hooks', pre('t3', { session_id: 's2' }))).text,
    ).toBe('{}')
    await expect
      .poll(async () => JSON.stringify(await guardClient(control).story('s1')))
      .toContain('the guard denies Bash: too much')
  })

  test('that are no payload are refused and kept as gaps', async () => {
    const { socket, control } = await start()
    expect(await post({ socketPath: socket }, '/v1/hooks/hooks', '{')).toMatchObject({ status: 400 })
    expect(await post({ socketPath: socket }, '/v1/hooks/hooks', Buffer.alloc(5_000_000, 'x'))).toMatchObject(
      { status: 413 },
    )
    expect(await post({ socketPath: socket }, '/v1/hooks/nobody', pre('t'))).toMatchObject({ status: 404 })
    expect(await post({ socketPath: socket }, '/v1/hooks/hooks', hook('NeverHeardOf'))).toMatchObject({
      status: 200,
      text: '{}',
    })
    const { sources } = (await guardClient(control).status()) as {
      sources: { name: string; gaps: number; events: number }[]
    }
    expect(sources.find(({ name }) => name === 'hooks')).toMatchObject({ gaps: 2, events: 0 })
  })
})

describe('telemetry', () => {
  const spans = JSON.stringify({
    resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: '1'.repeat(32), spanId: '2'.repeat(16), name: 'claude_code.tool', startTimeUnixNano: '1795482000000000000', attributes: [{ key: 'session.id', value: { stringValue: 's1' } }] }] }] }],
  }) // prettier-ignore
  test('is taken in JSON, gzipped or not, and once', async () => {
    const { socket, control } = await start()
    const json = { 'content-type': 'application/json' }
    expect(await post({ socketPath: socket }, '/v1/traces', spans)).toMatchObject({ status: 200, text: '{}' })
    expect(
      await post({ socketPath: socket }, '/v1/traces', gzipSync(spans), {
        ...json,
        'content-encoding': 'gzip',
      }),
    ).toMatchObject({ status: 200 })
    const { sources } = (await guardClient(control).status()) as { sources: { name: string }[] }
    expect(sources.find(({ name }) => name === 'telemetry')).toMatchObject({ events: 1, duplicates: 1 })
  })
  test('in protobuf is refused with what to set', async () => {
    const { socket } = await start()
    const answer = await post({ socketPath: socket }, '/v1/traces', 'x', {
      'content-type': 'application/x-protobuf',
    })
    expect(answer).toMatchObject({ status: 415 })
    expect(answer.text).toContain('OTEL_EXPORTER_OTLP_PROTOCOL=http/json')
  })
  test('a gzip bomb is cut short', async () => {
    const { socket } = await start()
    const bomb = gzipSync(Buffer.alloc(200_000_000))
    expect(
      await post({ socketPath: socket }, '/v1/traces', bomb, {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      }),
    ).toMatchObject({ status: 413 })
  })
  test('over loopback enters no chain and reaches no other inlet', async () => {
    const { socket, control, listening } = await start()
    const [host = '', port] = listening['open-telemetry']!.split(':')
    await post({ socketPath: socket }, '/v1/hooks/hooks', hook('SessionStart'))
    expect(await post({ host, port: Number(port) }, '/v1/traces', spans)).toMatchObject({ status: 200 })
    expect(await post({ host, port: Number(port) }, '/v1/hooks/hooks', pre('t1'))).toMatchObject({
      status: 404,
    })
    expect(JSON.stringify(await guardClient(control).story('s1'))).not.toContain('tool.result')
  })
})

test('a file is followed through rotation, from where it was left', async () => {
  const line = (id: string): string =>
    `${JSON.stringify({ request_id: id, database: 'd', verb: 'read', rows: 1, status: 200 })}\n`
  const path = join(folder, 'audit.ndjson')
  await writeFile(path, `${line('1')}${line('2').slice(0, 20)}`)
  const audited = async (control: string): Promise<unknown> => {
    const { sources } = (await guardClient(control).status()) as {
      sources: { name: string; events: number; gaps: number }[]
    }
    const { events, gaps } = sources.find(({ name }) => name === 'audit')!
    return [events, gaps]
  }
  const { control } = await start()
  await expect.poll(() => audited(control)).toEqual([1, 0])
  await appendFile(path, line('2').slice(20))
  await expect.poll(() => audited(control)).toEqual([2, 0])
  await appendFile(path, line('3'))
  await rename(path, `${path}.1`)
  await writeFile(path, line('4') + 'no json\n')
  await expect.poll(() => audited(control)).toEqual([4, 1])
  await guard!.stop()
  await appendFile(path, line('5'))
  const again = await start()
  await expect.poll(() => audited(again.control)).toEqual([1, 0])
})

test('what it keeps is its own: modes, one guard per folder, a stale socket is taken over', async () => {
  const { socket, control } = await start()
  expect((await stat(join(folder, 'state'))).mode & 0o777).toBe(0o700)
  for (const name of await readdir(join(folder, 'state')))
    expect((await stat(join(folder, 'state', name))).mode & 0o077, name).toBe(0)
  const second = createGuard(parseGuardConfig(join(folder, 'guard.yaml'), 'state: ./state\nsources: []\n'))
  await expect(second.start()).rejects.toMatchObject({ code: 'GUARD_REFUSED' })
  await guard!.stop()
  await expect(guardClient(control).status()).rejects.toMatchObject({ code: 'GUARD_UNREACHABLE' })
  await writeFile(socket, '')
  expect((await start()).socket).toBe(socket)
})

test('who follows hears events as they come', async () => {
  const { socket, control } = await start()
  const heard: string[] = []
  const leave = new AbortController()
  const following = (async () => {
    for await (const told of guardClient(control).follow(leave.signal))
      if (told.type === 'event') {
        heard.push(`${told.record.kind} ${told.attribution.human ?? ''}`)
        leave.abort()
      }
  })()
  await expect.poll(async () => (await guardClient(control).status())['followers']).toBe(1)
  await post({ socketPath: socket }, '/v1/hooks/hooks', hook('SessionStart'))
  await following
  expect(heard).toEqual(['session.start human:alice'])
})

describe('the shim', () => {
  const shim = fileURLToPath(new URL('../shims/hook.sh', import.meta.url))
  const run = (
    args: readonly string[],
    input: string,
    env: Record<string, string> = {},
  ): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      const child = execFile(
        '/bin/sh',
        [shim, ...args],
        { env: { ...process.env, ...env } },
        (error, out, err) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
          resolve({ code, out, err })
        },
      )
      child.stdin?.on('error', () => undefined).end(input)
    })

  test('prints the answer, and writes the stamp where the client asks for it', async () => {
    const { socket } = await start()
    const env = join(folder, 'env')
    const said = await run([socket, 'hooks'], hook('SessionStart'), { CLAUDE_ENV_FILE: env })
    expect(said).toMatchObject({ code: 0, out: '{}' })
    expect(await readFile(env, 'utf8')).toMatch(
      /^export PGAPPNAME=(ag-[0-9a-f]{8}-[0-9a-f]{8}) AWS_SDK_UA_APP_ID=\1 CLAWBACK_STAMP=\1\n$/,
    )
    standing.set('s1', { action: 'stop', reason: 'enough', incident: 'inc-1' })
    const stopped = await run([socket, 'hooks'], pre('t1'))
    expect(JSON.parse(stopped.out)).toMatchObject({ continue: false })
  })

  test.each([
    ['nobody listens', ['/nonexistent/guard.sock', 'hooks'], '{}'],
    ['it is used wrongly', ['/nonexistent/guard.sock', '../x'], '{}'],
    ['the payload is too large', ['/nonexistent/guard.sock', 'hooks'], 'x'.repeat(4_194_305)],
  ])('blocks when %s', async (_, args, input) => {
    expect(await run(args, input)).toMatchObject({ code: 2, out: '' })
  })

  test('blocks when the guard refuses, and lets through with a spool where policy says so', async () => {
    const { socket } = await start()
    expect(await run([socket, 'hooks'], 'no json')).toMatchObject({ code: 2 })
    await guard!.stop()
    expect(await run([socket, 'hooks', 'allow'], pre('t1'))).toMatchObject({ code: 0, out: '' })
    const [spooled] = await readdir(join(folder, 'state', 'spool'))
    expect(await readFile(join(folder, 'state', 'spool', spooled!), 'utf8')).toBe(pre('t1'))
  })
})
