/**
 * How many runs an hour this machine makes, after `npm run build`:
 *
 *     npx tsx test/bench/sandbox/throughput.ts [ROUNDS] [WORKERS] [REPEATS]
 *
 * A run is one cell made for one entry point or MCP session in one variant, played, taken down, its trace stored. Prints the
 * rate and CPU of the mix of seven kinds and of the three small scripts alone, what bare interpreters cost, and what tracing
 * adds to an MCP session. CPU is that of everything, harness included; the rate depends on who else is on the machine.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import pLimit from 'p-limit'
import { openCells } from '@clawback/lab'
import type { CellResult } from '@clawback/sandbox'
import { cpuSeconds } from './cpu.js'
import { mix, servers, small } from './inputs.js'
import type { Kind } from './inputs.js'
import { untracedSession } from './untraced.js'

const [rounds = 10, workers = availableParallelism() * 2, repeats = 3] = process.argv.slice(2).map(Number)
const workdir = mkdtempSync(join(tmpdir(), 'bench-'))

interface Rate {
  readonly perHour: number
  readonly cpu: number
  readonly bad: number
}

floor('sh', ['/bin/sh', '-c', ':'])
floor('python', ['/usr/bin/python3', '-c', ''])
floor('node', ['node', '-e', ''])
const kinds = await mix(workdir)
await report('sh+py+js', small(), rounds * 4)
await report('mix of 7', kinds, rounds)
for (const name of servers) {
  const kind = kinds.filter((one) => one.name === name)
  const traced = await best(kind, Math.max(4, rounds))
  const before = cpuSeconds()
  for (let no = 0; no < rounds; no++) for (const { run } of kind) await untracedSession(run)
  const bare = (cpuSeconds() - before) / rounds
  say(
    `${name}: ${ms(bare)} untraced, ${ms(traced.cpu)} traced, +${Math.round((traced.cpu / bare - 1) * 100)} %`,
  )
}
rmSync(workdir, { recursive: true, force: true })

async function report(name: string, set: readonly Kind[], count: number): Promise<void> {
  const { perHour, cpu, bad } = await best(set, count)
  const possible = Math.round((availableParallelism() * 3600) / cpu)
  say(
    `${name}: ${Math.round(perHour)} runs/hour on ${workers} cells (${count * set.length} runs, ${bad} bad), ${ms(cpu)} per run, so ${possible} on ${availableParallelism()} cores of our own`,
  )
}

/** The best of several repeats, by rate; opening and closing the cells is counted in CPU, not in the rate. */
async function best(set: readonly Kind[], count: number): Promise<Rate> {
  const all: Rate[] = []
  for (let no = 0; no < repeats; no++) all.push(await once(set, count))
  return {
    perHour: Math.max(...all.map(({ perHour }) => perHour)),
    cpu: Math.min(...all.map(({ cpu }) => cpu)),
    bad: all.reduce((sum, { bad }) => sum + bad, 0),
  }
}

async function once(set: readonly Kind[], count: number): Promise<Rate> {
  const pool = openCells()
  const turn = pLimit(workers)
  const start = cpuSeconds()
  await Promise.all(
    Array.from({ length: workers }, () => pool.use(async (cell) => cell.run(kindAt(set, 0).run))),
  )
  const opened = performance.now()
  let bad = 0
  await Promise.all(
    Array.from({ length: count * set.length }, (_, no) =>
      turn(async () => {
        const { run } = kindAt(set, no)
        const result = await pool.use((cell) => cell.run({ ...run, run: `bench-${no}` }))
        if (!isRight(result)) bad += 1
        writeFileSync(join(workdir, `${no}.json.gz`), gzipSync(JSON.stringify(result.trace)))
      }),
    ),
  )
  const hours = (performance.now() - opened) / 3_600_000
  await pool.close()
  const runs = count * set.length
  return { perHour: runs / hours, cpu: (cpuSeconds() - start) / (runs + workers), bad }
}

function kindAt(set: readonly Kind[], no: number): Kind {
  const kind = set[no % set.length]
  if (kind === undefined) throw new Error('nothing to run')
  return kind
}

function isRight({ trace }: CellResult): boolean {
  return trace.outcome.status === 'completed' && trace.outcome.covered
}

function floor(name: string, [file = '', ...args]: readonly string[]): void {
  const times = Array.from({ length: 5 }, () => {
    const before = cpuSeconds()
    for (let no = 0; no < 10; no++) spawnSync(file, args)
    return (cpuSeconds() - before) / 10
  })
  say(`bare ${name}: ${ms(Math.min(...times))}`)
}

function ms(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms CPU`
}

function say(text: string): void {
  process.stdout.write(`${text} (load ${loadavg()[0]?.toFixed(1) ?? '?'})\n`)
}
