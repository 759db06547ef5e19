/**
 * Times of the kill switch on this machine, against the real OAuth server on loopback:
 *
 *     npx tsx --conditions=@clawback/source test/bench/kill-switch.ts [ROUNDS]
 *
 * local stop: question to the denial of the next call. durable: question to the fsynced outbox row. effective: question
 * to the proof at the provider. Beside them what one fsync costs here, because that is most of it.
 */
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openResponder } from '@clawback/guard'
import { openStage } from '../../cli/stage/oauth/stage.js'
import { questionOf } from '../../guard/response/testing/question.js'

const rounds = Number(process.argv[2] ?? 50)
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const stage = await openStage()
process.env['STAGE_GUARD_SECRET'] = stage.oauth.clients.guard.secret
let proven = (): void => undefined
const room = await openResponder({
  state: folder,
  where: 'bench',
  settings: {
    mode: 'enforce',
    fuse: { most: 1_000 },
    hooks: [
      {
        type: 'oauth',
        name: 'idp',
        issuer: stage.oauth.url,
        token: `${stage.oauth.url}/token`,
        introspection: `${stage.oauth.url}/token/introspection`,
        admin: `${stage.oauth.url}/admin`,
        client: {
          id: stage.oauth.clients.guard.id,
          secret: 'env:STAGE_GUARD_SECRET',
          scope: 'grants:manage',
        },
      },
    ],
  },
  vault: { seal: (token) => token, use: () => Promise.resolve(undefined) },
  clock: { now: () => Date.now(), monotonic: () => performance.now() },
  record: (kind) => (kind === 'control.verify' ? proven() : undefined),
  fault: (what, error) => process.stderr.write(`${what}: ${String(error)}\n`),
})

const stop: number[] = []
const durable: number[] = []
const effective: number[] = []
for (let no = 0; no < rounds; no++) {
  stage.oauth.consents.give('alice', 'claude-code', 'records:read')
  await stage.signIn('agent')
  const grant = stage.oauth.shelf.grants().at(-1)?.id ?? ''
  const question = questionOf({ incident: `i-${no}`, instance: `s-${no}`, grant })
  const shown = new Promise<void>((resolve) => (proven = resolve))
  const start = performance.now()
  const considered = room.consider(question)
  if (room.standing([`s-${no}`])) stop.push(performance.now() - start)
  await considered
  durable.push(performance.now() - start)
  await shown
  effective.push(performance.now() - start)
}

const file = openSync(join(folder, 'fsync'), 'w')
const fsync = Array.from({ length: rounds }, () => {
  const start = performance.now()
  writeSync(file, 'x'.repeat(4_096))
  fsyncSync(file)
  return performance.now() - start
})
closeSync(file)

for (const [name, times] of Object.entries({ 'local stop': stop, durable, effective, 'one fsync': fsync }))
  process.stdout.write(
    `${name.padEnd(12)} p50 ${at(times, 0.5)}  p99 ${at(times, 0.99)}  max ${at(times, 1)} ms\n`,
  )
process.stdout.write(
  `${rounds} rounds, load average ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}\n`,
)
await room.stop()
await stage.close()
rmSync(folder, { recursive: true })

function at(times: readonly number[], share: number): string {
  const sorted = [...times].sort((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN)
    .toFixed(2)
    .padStart(8)
}
