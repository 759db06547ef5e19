import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ArtifactKind, Pack, Trace } from '@clawback/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Kept } from '../store/kept.js'
import { packJson, packLines } from '../store/pack-records.js'
import { openStore } from '../store/store.js'
import type { Store } from '../store/store.js'
import { writeKept, writeObservation } from '../store/write.js'
import { flowRules } from './flow-rules.js'
import { corpusFlows } from './flows.js'
import { serverStats } from './servers.js'

type Tools = Readonly<Record<string, readonly string[]>>

/** One run of a server: how it ended, how many tools it listed, and how each call went. */
interface Played {
  readonly variant?: string
  readonly status?: string
  readonly tools?: number
  readonly calls?: readonly (readonly [tool: string, outcome: 'success' | 'failure'])[]
}

let folder = ''
let store: Store
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'servers-'))
  store = await openStore(join(folder, 'store.sqlite'))
  const files = [{ tools: 3, calls: [['read', 'success'], ['write', 'failure']] as const }] // prettier-ignore
  await keep('files', 'mcp-server', 4_000, files, { private: ['read'] })
  // The second run, over another way, is the one that counts.
  const web = [{ status: 'protocol-error' }, { tools: 5, calls: [['fetch', 'success']] as const }]
  await keep('web', 'mcp-server', 8_000, web, { untrusted: ['fetch', 'look'], external: ['fetch'] })
  const shy = { tools: 1, calls: [['go', 'failure']] as const }
  await keep('shy', 'mcp-server', 6_000, [shy, { variant: 'restart', tools: 1 }], {})
  await keep('broken', 'mcp-server', 2_000, [{ status: 'nonzero' }], {})
  await keep('all', 'mcp-server', 0, [], { private: ['sh'], untrusted: ['sh'], external: ['sh'] }, 'static')
  await keep('page', 'skill', 0, [], {})
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

async function keep(
  name: string,
  kind: ArtifactKind,
  ms: number,
  played: readonly Played[],
  tools: Tools,
  basis = 'observed',
): Promise<void> {
  const kept: Kept = {
    ...{ artifact: name, name, kind, verdict: 'benign', score: 0, basis: 'static' },
    ...{ body: packJson({}), findings: [], hosts: [] },
    capabilities: Object.entries(tools).flatMap(([action, names]) =>
      names.map((tool) => [`tool.${action}`, tool, basis] as const),
    ),
  }
  const events = played.flatMap(({ tools: count, calls = [] }, at) => [
    ...(count === undefined ? [] : [[at, { kind: 'mcp.list', 'mcp.method.name': 'tools/list', 'mcp.list.count': count }]]), // prettier-ignore
    ...calls.flatMap(([tool, outcome]) => [
      [at, { kind: 'mcp.call', 'gen_ai.tool.name': tool }],
      [
        at,
        { kind: 'mcp.result', 'gen_ai.tool.name': tool, 'effect.outcome': outcome, 'error.message': 'no' },
      ],
    ]),
  ])
  const traces = played.map(({ variant = 'base', status = 'completed' }) => ({
    outcome: {
      ...{ entry: { actor: 'mcp-client', name }, variant, status, durationMs: 500, gaps: [] },
      ...(status === 'nonzero' ? { exitCode: 3 } : {}),
    },
  })) as unknown as Trace[]
  const at = { run: 1, time: '2026-01-01T00:00:00Z', reading: 'r', running: 'none', judging: 'j' }
  const observation = {
    ...{ records: 1, bytes: 1, frame: packJson({ reading: {}, traces }) },
    ...{ facts: packLines([]).bytes, events: packLines(events).bytes },
  }
  await store.ledger.transaction(async (tx) => {
    await writeKept(tx, kept, at)
    await writeObservation(tx, name, observation, at)
    await tx.run("INSERT INTO source (source, collection, locator, stamp, tried) VALUES (?, 'c', ?, '', '')", [`c/${name}`, name]) // prettier-ignore
    await tx.run("INSERT INTO copy VALUES (?, '', ?, 1, NULL)", [`c/${name}`, name])
    if (ms > 0)
      await tx.run("INSERT INTO job (run, id, status, deliveries, ms) VALUES (1, ?, 'done', 1, ?)", [`examine c/${name}`, ms]) // prettier-ignore
  })
}

test('servers are counted by what they answered in the run that got furthest', async () => {
  const found = await serverStats(store.ledger, {}, 2)
  expect(found).toMatchObject({
    ...{ servers: 5, ran: { hits: 4, of: 5 }, listed: { hits: 3, of: 5 }, answered: { hits: 2, of: 5 } },
    ...{ tools: { total: 9, median: 3, most: 5 }, called: 4, succeeded: 2, perHour: 720 },
  })
  expect(found.slowest.map(({ name, jobMs }) => [name, jobMs])).toEqual([['web', 8_000], ['shy', 6_000]]) // prettier-ignore
  expect(found.silent.map(({ name, status, why }) => [name, status, why])).toEqual([
    ['all', 'not-run', undefined],
    ['broken', 'nonzero', 'it ended before it listed its tools (exit code 3)'],
    ['shy', 'completed', 'no'],
  ])
  expect(await serverStats(store.ledger, { name: ['w*'] })).toMatchObject({ servers: 1 })
})

const rule = (id: string, action?: string) => ({
  ...{ id, title: id, tags: [] },
  ...(action === undefined ? {} : { capability: { action, target: '*' } }),
})
const flow = (id: string, rules: readonly string[], more = {}) => ({
  ...{ id, title: id, tags: ['weakness.flow'], correlation: 'temporal', rules, condition: [] },
  ...more,
})
const packs = [
  {
    plan: {
      rules: [rule('p', 'tool.private'), rule('u', 'tool.untrusted'), rule('e', 'tool.external'), rule('x')],
      correlations: [
        flow('toxic', ['p', 'u', 'e']),
        flow('no-ability', ['p', 'x']),
        flow('not-called-so', ['p', 'u'], { tags: [] }),
        flow('either', ['p', 'u'], { seen: { or: [] } }),
      ],
    },
  },
] as unknown as readonly Pack[]

test('flows are what packs say, over the tools of several servers', async () => {
  const rules = flowRules(packs)
  expect(rules).toEqual([{ id: 'toxic', title: 'toxic', parts: ['tool.private', 'tool.untrusted', 'tool.external'] }]) // prettier-ignore
  const { flows, ...found } = await corpusFlows(store.ledger, rules)
  expect(found).toEqual({ servers: 5, listed: 2, read: 1 })
  const [toxic] = flows
  expect(toxic).toMatchObject({
    parts: [
      { action: 'tool.private', servers: 2, tools: 2 },
      { action: 'tool.untrusted', servers: 2, tools: 3 },
      { action: 'tool.external', servers: 2, tools: 2 },
    ],
    sets: [{ size: 1, sets: 1 }, { size: 2, sets: 1 }], // prettier-ignore
    ...{ paths: 12, acrossServers: 11 },
  })
  expect(toxic?.clients[1]?.share).toBeCloseTo(0.5, 9)
  expect(toxic?.alone.map(({ name }) => name)).toEqual(['all'])
  expect(toxic?.together.map((set) => set.map(({ name, tools }) => [name, tools]))).toEqual([
    [
      ['files', { 'tool.private': ['read'] }],
      ['web', { 'tool.untrusted': ['fetch', 'look'], 'tool.external': ['fetch'] }],
    ],
  ])
  expect((await corpusFlows(store.ledger, rules, { name: ['files'] })).flows[0]?.sets).toEqual([])
})
