import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseRecord } from '@clawback/model'
import type { Trace, TraceEvent } from '@clawback/model'
import type { Cell, CellRun, OpenCell } from '../ports.js'
import { bwrapCell } from './bwrap/cell.js'
import { cellNamed } from './registry.js'
import { gvisorCell } from './gvisor/cell.js'
import { standInLinks } from './bwrap/programs.js'
import { layOut, runOf } from './fixtures.js'
import { replayCell } from './replay.js'

const root = layOut({ 'hello.sh': 'echo hello > /tmp/hello; echo hello', 'quiet.sh': ':' })
const runs: readonly CellRun[] = ['hello', 'quiet'].map((name) =>
  runOf(root, ['/bin/sh', `/skill/${name}.sh`]),
)

async function record(): Promise<Trace[]> {
  const cell = await bwrapCell.open()
  const traces: Trace[] = []
  for (const run of runs) traces.push((await cell.run(run)).trace)
  await cell.close()
  return traces
}

/** What a cell is excused from, and why. */
interface Excuse {
  readonly stdout?: string
  readonly failure?: string
}

const cells: readonly (readonly [name: string, make: () => Promise<Cell>, excuse: Excuse])[] = [
  ['bwrap-strace', () => Promise.resolve(bwrapCell), {}],
  ['gvisor', () => Promise.resolve(gvisorCell), {}],
  [
    'replay',
    async () => replayCell(await record()),
    {
      stdout: 'a trace does not hold what was printed',
      failure: 'nothing is run, so no actor can be missing',
    },
  ],
]

/** Cells that cannot be opened here are not called fine: the suite is left out with what they lack. */
async function lackOf(name: string): Promise<string | undefined> {
  if (name === 'replay') return undefined
  return (await cellNamed(name).probe()).requirements.find(({ ok }) => !ok)?.detail
}
const lacking = new Map<string, string>()
for (const name of ['gvisor', 'docker', 'kubernetes']) {
  const lack = await lackOf(name)
  if (lack !== undefined) lacking.set(name, lack)
}

describe.each([...lacking])('the cell %s, which cannot be opened here (%s)', (name, lack) => {
  it('refuses with a typed error and a mend, and opens nothing weaker', async () => {
    await expect(cellNamed(name).open()).rejects.toMatchObject({
      code: 'SANDBOX_UNAVAILABLE',
      mend: expect.stringMatching(/./) as string,
    })
    expect(lack).not.toBe('')
  })
  it.skip(`keeps the contract (${lack})`)
})

describe.each(cells.filter(([name]) => !lacking.has(name)))('the cell %s', (name, make, excuse) => {
  let cell: Cell
  let open: OpenCell
  beforeAll(async () => {
    cell = await make()
    open = await cell.open()
  })
  afterAll(async () => {
    await open.close()
  })

  it('says what it is, what it needs and what it cannot see', async () => {
    const probe = await cell.probe()
    expect(probe).toMatchObject({ cell: name, ok: true })
    expect(cell.name).toBe(name)
    expect(probe.blindSpots.length).toBeGreaterThan(0)
    for (const requirement of probe.requirements) expect(requirement.ok || requirement.mend !== '').toBe(true)
  })

  it('streams the records of a run, and gives them back whole and in order', async () => {
    for (const run of runs) {
      const streamed: TraceEvent[] = []
      const { trace } = await open.run(run, { onEvent: (event) => streamed.push(event) })
      expect(streamed).toEqual(trace.events)
      expect(trace.events.length).toBe(trace.outcome.events)
      trace.events.forEach((event, index) => {
        expect(event).toMatchObject({ seq: index, stage: 'run', 'subject.run': trace.outcome.run })
        parseRecord(JSON.parse(JSON.stringify(event)), `${run.entry.name}:${index}`)
      })
      expect(new Set(trace.events.map(({ id }) => id)).size).toBe(trace.events.length)
    }
  })

  it('runs what it is asked for at once one after the other', async () => {
    const results = await Promise.all(runs.map((run) => open.run(run)))
    expect(results.map(({ trace }) => trace.outcome.entry)).toEqual(runs.map(({ entry }) => entry))
    expect(new Set(results.map(({ trace }) => trace.outcome.status))).toEqual(new Set(['completed']))
  })

  it('says how the run went, under the name of its entry point', async () => {
    const { trace } = await open.run(runs[0]!)
    expect(trace.outcome).toMatchObject({
      artifact: 'sha256:test',
      entry: runs[0]!.entry,
      variant: 'base',
      status: 'completed',
      covered: true,
    })
    expect(trace.events).toContainEqual(
      expect.objectContaining({ kind: 'file.write', 'file.path': '/tmp/hello', 'effect.outcome': 'success' }),
    )
  })

  it.skipIf(excuse.stdout !== undefined)(
    `gives back what was printed (${excuse.stdout ?? 'it does'})`,
    async () => {
      expect((await open.run(runs[0]!)).stdout).toBe('hello\n')
    },
  )

  it.skipIf(excuse.failure !== undefined)(
    `sees a program that is not there called, and goes on (${excuse.failure ?? 'it does'})`,
    async () => {
      const [path = ''] = Object.keys(standInLinks())
      const name = path.slice(path.lastIndexOf('/') + 1)
      const script = layOut({ 'a.sh': `set -e; ${name} --to somewhere; echo went on` })
      const { trace, stdout } = await open.run(runOf(script, ['/bin/sh', '/skill/a.sh']))
      expect(stdout).toBe('went on\n')
      expect(trace.outcome).toMatchObject({ status: 'completed', covered: true })
      expect(trace.events).toContainEqual(
        expect.objectContaining({ kind: 'process.exec', 'process.executable.path': path }),
      )
      expect(trace.outcome.gaps).toEqual([
        expect.objectContaining({
          reason: 'stand-in',
          material: false,
          detail: expect.stringContaining(name) as string,
        }),
      ])
    },
  )

  it.skipIf(excuse.failure !== undefined)(
    `makes our own failure a status, and goes on (${excuse.failure ?? 'it does'})`,
    async () => {
      const { trace } = await open.run({ ...runs[0]!, actor: { name: 'nobody', options: {} } })
      expect(trace.outcome).toMatchObject({ status: 'sandbox-error', covered: false })
      expect(trace.outcome.gaps).toMatchObject([{ reason: 'sandbox-error', material: true }])
      expect((await open.run(runs[0]!)).trace.outcome.status).toBe('completed')
    },
  )
})
