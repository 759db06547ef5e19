/**
 * How long one command takes from nothing to the end: `scan` of one small skill, beside a bare `node` in the same run.
 * What is built is measured: `npm run build` first.
 * `npx tsx test/bench/start.ts [--skill FOLDER] [--rounds 15]`
 */
import { spawnSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '../..')
const { values } = parseArgs({
  options: {
    skill: { type: 'string', default: join(root, 'datasets/samples/cloud-cost-report') },
    rounds: { type: 'string', default: '15' },
  },
})

/** Milliseconds of one run of node. */
function run(words: readonly string[]): number {
  const began = performance.now()
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  if (status !== 0 && status !== 1) throw new Error(`node ${words.join(' ')} ended with ${status}: ${stderr}`)
  return performance.now() - began
}

const bare: number[] = []
const scan: number[] = []
for (let round = 0; round < Number(values.rounds); round++) {
  bare.push(run(['-e', '0']))
  scan.push(run([join(root, 'cli/bin/clawback.js'), 'scan', values.skill]))
}

function told(name: string, times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): string =>
    `${Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)} ms`
  return `${name}: median ${at(0.5)}, least ${at(0)}, most ${at(1)}`
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) / 2)] ?? 0
process.stdout.write(
  [
    `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}, load ${loadavg()[0]?.toFixed(1) ?? '?'}`,
    told('node by itself', bare),
    told('clawback scan', scan),
    `a scan takes ${(median(scan) / median(bare)).toFixed(1)} times as long as to start node`,
    '',
  ].join('\n'),
)
