import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import type { AgentEvent } from '@clawback/model'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAttributor } from '../attribution/attributor.js'
import { createDirectory } from '../attribution/directory.js'
import type { GraphStore, Observed } from '../ports.js'
import { attributionFields } from '../service/enrich.js'
import { observedScenario, stampOfRoot } from '../testing/scenario.js'
import { linksOf } from './edges.js'
import { graphMigrations } from './schema.js'
import { createGraphStore } from './store.js'

const people = [
  {
    id: 'human:alice@example.test',
    emails: ['alice@example.test'],
    subjects: ['https://id.example.test|alice'],
    logins: ['alice@ws-17'],
    zone: 'UTC',
  },
]
const all = observedScenario()
const session = all.find(({ keys }) => keys.session !== undefined)!.keys.session!

let folder = ''
const open: Ledger[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graph-'))
})
afterEach(async () => {
  for (const ledger of open.splice(0)) await ledger.close()
  await rm(folder, { recursive: true, force: true })
})

async function makeStore(): Promise<GraphStore> {
  const ledger = await openLedger(join(folder, `${open.length}.sqlite`), {
    migrations: graphMigrations,
    durability: 'checkpoint',
  })
  open.push(ledger)
  return createGraphStore(ledger, (error) => {
    throw error
  })
}

/** Sends records through attribution into a store, flushing where told: revisions then meet stored events. */
async function fill(
  graph: GraphStore,
  observed: readonly Observed[],
  flushAt: (at: number) => boolean,
): Promise<void> {
  const attributor = createAttributor({
    directory: createDirectory(people),
    stamp: (instance) => (instance === session ? stampOfRoot : `ag-${instance}`),
    credential: (digest) => `cred-${digest.slice(0, 8)}`,
  })
  const byId = new Map(observed.map((one) => [one.record.id, one]))
  const eventOf = (one: Observed, attribution: AgentEvent['attribution']): AgentEvent => ({
    record: { ...one.record, ...attributionFields(one, attribution) },
    attribution,
  })
  const revise = (revised: ReturnType<typeof attributor.settle>): void => {
    for (const { record, attribution } of revised) graph.revise(eventOf(byId.get(record)!, attribution))
  }
  const seen = new Set<string>()
  for (const [at, one] of observed.entries()) {
    if (seen.has(one.record.id)) {
      // A duplicate that got past the inlet's memory.
      await graph.put(eventOf(one, attributor.observe(one).attribution), one)
      continue
    }
    seen.add(one.record.id)
    const { attribution, revised } = attributor.observe(one)
    await graph.put(eventOf(one, attribution), one)
    revise(revised)
    if (flushAt(at)) await graph.flush()
  }
  revise(attributor.settle(100_000))
  await graph.flush()
}

test('any order, any repetition and any batching of the same records make the same graph (law 2)', async () => {
  const first = await makeStore()
  await fill(first, all, () => false)
  const expected = await first.digest()
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...all.keys()], { minLength: all.length }),
      fc.array(fc.nat(all.length - 1), { maxLength: 6 }),
      fc.nat(6),
      async (order, again, every) => {
        const graph = await makeStore()
        await fill(
          graph,
          [...order, ...again].map((at) => all[at]!),
          (at) => every > 0 && at % every === 0,
        )
        expect(await graph.digest()).toBe(expected)
      },
    ),
    { numRuns: 15 },
  )
}, 60_000)

describe('queries', () => {
  test('the path from the person to the data names agent, session and sub-agent; what is not there has no path', async () => {
    const graph = await makeStore()
    await fill(graph, all, () => false)
    const path = await graph.path('human:alice@example.test', 'resource:database:customers')
    expect(path?.map(({ kind, dst }) => `${kind} ${dst.split(':', 1)[0]!}`)).toEqual([
      'owns agent',
      'started instance',
      'spawned subagent',
      'accessed resource',
    ])
    expect(path?.at(-1)).toMatchObject({ count: 2 })
    expect(await graph.path('human:alice@example.test', 'resource:database:payroll')).toBeUndefined()
    expect(await graph.path('resource:database:customers', 'human:alice@example.test')).toBeUndefined()
  })

  test('the blast radius of the session is what it reached and no more', async () => {
    const graph = await makeStore()
    await fill(graph, all, () => false)
    const reached = (await graph.blast(`instance:${session}`)).map(({ node }) => node)
    expect(reached.filter((node) => node.startsWith('resource:')).sort()).toEqual([
      'resource:database:billing_staging',
      'resource:database:customers',
    ])
    expect(reached).toContain('mcp_server:crm-bridge')
    expect(reached.some((node) => node.startsWith('human:'))).toBe(false)
  })
})

test('a guess makes no edge', () => {
  const { record } = all.find(({ record }) => record.kind === 'data.access')!
  const attribution = {
    human: 'human:guess',
    lineage: [],
    score: 0.4,
    level: 'A0',
    evidence: [],
    conflicts: [],
    rev: 1,
  } as const
  expect(linksOf({ record, attribution })).toEqual([])
})
