import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { guardClient } from '@clawback/guard'
import type { GuardAddress } from '@clawback/guard'
import { buildPack, generateKey, trust } from '@clawback/pack-tools'
import { afterEach, expect, test } from 'vitest'
import { playScenario, readScenario } from '../../cli/stage/scenario/scenario.js'
import { createValues } from '../../cli/stage/scenario/values.js'

const checkout = fileURLToPath(new URL('../..', import.meta.url))
const program = fileURLToPath(new URL('programs/serve-guard.ts', import.meta.url))
let folder = ''
let guard: ChildProcess | undefined
afterEach(async () => {
  if (guard !== undefined) await kill(guard)
  await rm(folder, { recursive: true, force: true })
})

async function serve(config: string): Promise<GuardAddress> {
  const child = spawn(
    process.execPath,
    ['--conditions=@clawback/source', '--import', 'tsx', program, config],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  guard = child
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as GuardAddress
  throw new Error('the guard said nothing')
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

test('a guard killed in the middle of the pull goes on where it was: one incident, the sum over both lives', async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-'))
  const signer = await generateKey()
  const key = trust(signer, 3)
  const pack = join(folder, 'runtime.pack')
  await writeFile(
    pack,
    (await buildPack(join(checkout, 'content/packs/agent-runtime-core'), { signKey: signer })).bytes,
  )
  const token = 'Zk3v9QwX7tBq1LmN5pRs8YdGh2JcVf4A'
  const values = createValues(folder, {
    state: join(folder, 'state'),
    pack,
    'key.id': key.keyid,
    'key.public': key.publicKey,
    issuer: 'https://id.example.test',
    records: 'https://records.example.test',
    grant: 'a-grant',
    token,
    'token.sha256': createHash('sha256').update(token).digest('hex'),
  })
  const { steps, config } = await readScenario(join(checkout, 'datasets/scenarios/gs-1'))
  const path = join(folder, 'guard.yaml')
  await writeFile(path, values.fill(config))

  const firstPull = steps.findIndex((step) => 'to' in step && step.to === 'logs/records')
  const first = await serve(path)
  await playScenario(steps.slice(0, firstPull + 1), { socket: first.socket, values })
  const [before] = await guardClient(first.control).incidents()
  await kill(guard!)

  const second = await serve(path)
  const client = guardClient(second.control)
  const digest = JSON.stringify(await client.story(values.get('session')))
  expect(digest).toContain('read of 600 records')
  await playScenario(steps.slice(firstPull + 1), { socket: second.socket, values })
  const incidents = await client.incidents()
  expect(incidents.map(({ id }) => id)).toEqual([before!.id])
  const rules = (await client.incident(before!.id)).alerts.map(({ rule }) => rule)
  // 12 + 600 records before the kill, 600 after it: only both lives together pass a thousand.
  expect(rules).toContain('agent-data-mass-read')
  expect(rules.filter((rule) => rule === 'agent-data-off-hours-first-use')).toHaveLength(1)
  expect(rules.filter((rule) => rule === 'agent-data-subagent-scope-excess').length).toBeGreaterThan(0)
  const path2 = await client.path('human:alice@example.test', 'resource:database:customers')
  expect(path2?.at(-1)).toMatchObject({ count: 2 })
}, 90_000)
