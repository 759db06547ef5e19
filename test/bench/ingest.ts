/**
 * How long a guard takes from a hook's first byte to its answer (attributed, judged), over its unix socket, and how long
 * the joins alone take. `npx tsx --conditions=@clawback/source test/bench/ingest.ts [EVENTS] [PER_SECOND]`
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createGuard, guardClient, parseGuardConfig } from '@clawback/guard'
import { buildPack, generateKey, trust } from '@clawback/pack-tools'

const [events = 3_000, perSecond = 500] = process.argv.slice(2).map(Number)
const folder = await mkdtemp(join(tmpdir(), 'bench-'))
const signer = await generateKey()
const key = trust(signer, 3)
const pack = join(folder, 'p.pack')
const runtime = fileURLToPath(new URL('../../content/packs/agent-runtime-core', import.meta.url))
await writeFile(pack, (await buildPack(runtime, { signKey: signer })).bytes)
const guard = createGuard(
  parseGuardConfig(
    join(folder, 'guard.yaml'),
    `state: ./state
sources: [{ name: hooks, connector: claude-code, trust: 2, login: alice@ws }]
people: [{ id: alice, logins: [alice@ws], zone: Europe/Berlin, hours: { from: '08:00', to: '19:00' } }]
packs: ['${pack}']
keys: [{ keyid: '${key.keyid}', public_key: '${key.publicKey}', level: 3 }]
`,
  ),
)
const { socket, control } = await guard.start()
const agent = new Agent({ keepAlive: true, maxSockets: 8 })

function hook(no: number): Promise<number> {
  const body = JSON.stringify({
    hook_event_name: no % 2 === 0 ? 'PreToolUse' : 'PostToolUse',
    session_id: `session-${no % 40}`,
    prompt_id: `prompt-${no % 400}`,
    tool_name: 'Bash',
    tool_use_id: `toolu_${Math.floor(no / 2)}`,
    tool_input: { command: `npm test -- --shard ${no}`, description: 'Run a part of the tests' },
    tool_response: { stdout: 'ok '.repeat(200) },
  })
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const asking = request(
      { socketPath: socket, path: '/v1/hooks/hooks', method: 'POST', agent },
      (response) => response.resume().on('end', () => resolve(performance.now() - began)),
    )
    asking.on('error', reject)
    asking.end(body)
  })
}

const waited: Promise<number>[] = []
const began = performance.now()
for (let no = 0; no < events; no++) {
  const due = began + (no * 1_000) / perSecond
  if (due > performance.now()) await pause(due - performance.now())
  waited.push(hook(no))
}
const ms = (await Promise.all(waited)).sort((a, b) => a - b)
const at = (share: number): string =>
  (ms[Math.min(ms.length - 1, Math.floor(ms.length * share))] ?? 0).toFixed(2)
const took = (performance.now() - began) / 1_000
const { sources } = (await guardClient(control).status()) as {
  readonly sources: readonly { readonly events: number }[]
}
process.stdout.write(
  `hooks ${events}, ${(events / took).toFixed(0)}/s; first byte to answer p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms; stored ${sources[0]?.events ?? 0}; load ${loadavg()[0]?.toFixed(1) ?? ''}\n`,
)
agent.destroy()
await guard.stop()
await rm(folder, { recursive: true, force: true })
