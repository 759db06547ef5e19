/**
 * How many runs an hour this machine makes, after `npm run build`:
 *
 *     npx tsx test/bench/sandbox/throughput.ts [ROUNDS] [WORKERS] [REPEATS] [PARTS]
 *
 * PARTS, of `small,mix,shares`, for one of the three figures alone.
 *
 * A run is one cell made for one entry point or MCP session in one variant, played, taken down, its trace stored. Prints the
 * rate and CPU of the mix of seven kinds and of the three small scripts alone, what bare interpreters cost, and what each
 * part adds to an MCP session (shares.ts). CPU is that of everything, harness included, once the cells are open and have
 * made some runs; opening is told apart. The rate depends on who else is on the machine.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import pLimit from 'p-limit'
import { openCells } from '@clawback/lab'
import type { CellResult } from '@clawback/sandbox'
import { openMeter } from './cpu.js'
import { mix, servers, small } from './inputs.js'
import type { Kind } from './inputs.js'
import { sharesOf } from './shares.js'

const [rounds = 10, workers = availableParallelism(), repeats = 3] = process.argv.slice(2, 5).map(Number)
const parts = process.argv[5]?.split(',') ?? ['small', 'mix', 'shares']
/** Runs of each cell that are not counted: a cell makes thousands, and its first ones are read by code not yet compiled. */
const warm = 8
const meter = openMeter()
const workdir = mkdtempSync(join(tmpdir(), 'bench-'))

interface Rate {
  readonly perHour: number
  readonly cpu: number
  /** What a cell costs once: to open it, and its first runs beyond what later ones cost. */
  readonly first: number
  readonly bad: number
}

const floors = [
  floor('sh', ['/bin/sh', '-c', ':']),
  floor('python', ['/usr/bin/python3', '-c', '']),
  floor('node', ['node', '-e', '']),
]
const kinds = await mix(workdir)
if (parts.includes('small'))
  await report('sh+py+js', small(), rounds * 4, floors.reduce((sum, one) => sum + one, 0) / floors.length)
if (parts.includes('mix')) await report('mix of 7', kinds, rounds)
for (const name of parts.includes('shares') ? servers : []) {
  const run = kinds.find((kind) => kind.name === name)?.run
  if (run === undefined) continue
  const { bare, parts: added } = await sharesOf(run, Math.max(4, rounds), warm, meter)
  const shares = added.map(({ name: part, seconds }) => `${part} ${percent(seconds / bare)}`)
  const all = added.reduce((sum, { seconds }) => sum + seconds, 0)
  say(`${name}: ${ms(bare)} without us; ${shares.join(', ')}; in all ${percent(all / bare)}`)
}
rmSync(workdir, { recursive: true, force: true })
meter.close()

/** `bare`: seconds of CPU that the same runs would cost without a cell, where that is known. */
async function report(name: string, set: readonly Kind[], count: number, bare?: number): Promise<void> {
  const { perHour, cpu, first, bad } = await best(set, count)
  const possible = perHourOf(cpu)
  say(
    `${name}: ${Math.round(perHour)} runs/hour on ${workers} cells (${count * set.length} runs, ${bad} bad), ${ms(cpu)} per run and ${ms(first)} once per cell, so ${possible} on ${availableParallelism()} cores of our own${bare === undefined ? '' : `; bare interpreters alone ${perHourOf(bare)}, so a run costs ${(cpu / bare).toFixed(1)} times one`}`,
  )
}

function perHourOf(seconds: number): number {
  return Math.round((availableParallelism() * 3600) / seconds)
}

/** The best of several repeats, by each figure. */
async function best(set: readonly Kind[], count: number): Promise<Rate> {
  const all: Rate[] = []
  for (let no = 0; no < repeats; no++) all.push(await once(set, count))
  return {
    perHour: Math.max(...all.map(({ perHour }) => perHour)),
    cpu: Math.min(...all.map(({ cpu }) => cpu)),
    first: Math.min(...all.map(({ first }) => first)),
    bad: all.reduce((sum, { bad }) => sum + bad, 0),
  }
}

async function once(set: readonly Kind[], count: number): Promise<Rate> {
  const pool = openCells()
  const turn = pLimit(workers)
  let bad = 0
  const make = async (runs: number, name: string): Promise<void> => {
    await Promise.all(
      Array.from({ length: runs }, (_, no) =>
        turn(async () => {
          const { run } = kindAt(set, no)
          const result = await pool.use((cell) => cell.run({ ...run, run: `${name}-${no}` }))
          if (!isRight(result)) bad += 1
          writeFileSync(join(workdir, `${no}.json.gz`), gzipSync(JSON.stringify(result.trace)))
        }),
      ),
    )
  }
  const opening = meter.seconds()
  await make(workers * warm, 'warm')
  const start = meter.seconds()
  const opened = performance.now()
  await make(count * set.length, 'bench')
  const hours = (performance.now() - opened) / 3_600_000
  const cpu = meter.seconds() - start
  await pool.close()
  const runs = count * set.length
  const first = (start - opening - (cpu / runs) * workers * warm) / workers
  return { perHour: runs / hours, cpu: cpu / runs, first, bad }
}

function kindAt(set: readonly Kind[], no: number): Kind {
  const kind = set[no % set.length]
  if (kind === undefined) throw new Error('nothing to run')
  return kind
}

function isRight({ trace }: CellResult): boolean {
  return trace.outcome.status === 'completed' && trace.outcome.covered
}

/** Seconds of CPU of one start. */
function floor(name: string, [file = '', ...args]: readonly string[]): number {
  const times = Array.from({ length: 5 }, () => {
    const before = meter.seconds()
    for (let no = 0; no < 10; no++) spawnSync(file, args)
    return (meter.seconds() - before) / 10
  })
  const least = Math.min(...times)
  say(`bare ${name}: ${ms(least)}`)
  return least
}

function percent(share: number): string {
  return `+${Math.round(share * 100)} %`
}

function ms(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms CPU`
}

function say(text: string): void {
  process.stdout.write(`${text} (load ${loadavg()[0]?.toFixed(1) ?? '?'}, CPU by ${meter.by})\n`)
}
