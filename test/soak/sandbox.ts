/**
 * Thousands of runs over a pool of cells while their workers are killed at random: `scripts/soak sandbox [--runs N]
 * [--kill-every N] [--cells N]`. Exit code 1 when a result was lost, came without a named status, or when a process, mount,
 * descriptor or folder is left, or the live heap grows.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pLimit from 'p-limit'
import { openCells } from '@clawback/lab'
import type { CellRun } from '@clawback/sandbox'
import { layOut, runOf } from '../../sandbox/cells/fixtures.js'
import { children, leftovers } from './machine.js'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5000' },
    cells: { type: 'string', default: '4' },
    'kill-every': { type: 'string', default: '40' },
  },
})
const [runs, cells, killEvery] = [values.runs, values.cells, values['kill-every']].map(Number) as [
  number,
  number,
  number,
]
const collect = (globalThis as { gc?: () => void }).gc
if (!(runs >= 10 && cells >= 1 && killEvery >= 1) || collect === undefined) {
  console.error('soak: give --runs of at least 10, and run it through scripts/soak (node --expose-gc)')
  process.exitCode = 2
} else process.exitCode = (await soak(collect)) ? 0 : 1

async function soak(collectAll: () => void): Promise<boolean> {
  const workdir = mkdtempSync(join(tmpdir(), 'soak-'))
  chmodSync(workdir, 0o755)
  const root = layOut({
    'main.sh': 'echo x > /tmp/x; cat ~/.gitconfig',
    'main.py': 'open("/tmp/x", "w").write("x")',
    'main.js': 'require("node:fs").writeFileSync("/tmp/x", "x")',
    'daemon.sh': '(setsid sleep 60 &); echo',
    'hang.sh': 'trap "" TERM; while :; do sleep 5; done',
  })
  const before = leftovers(workdir)
  const pool = openCells({ workdir })
  const turn = pLimit(cells)
  const counts = new Map<string, number>()
  const heaps: number[] = []
  const started = performance.now()
  let [done, killed, lost] = [0, 0, 0]
  await Promise.all(
    Array.from({ length: runs }, (_, no) =>
      turn(async () => {
        const run = pick(root, no)
        const status = await pool
          .use(async (cell) => (await cell.run(run)).trace.outcome.status)
          .catch((error: unknown) => {
            lost += 1
            return `lost: ${String(error).slice(0, 80)}`
          })
        counts.set(status, (counts.get(status) ?? 0) + 1)
        done += 1
        // Not while the first cells are being opened: what is killed then is no worker.
        if (done > cells * 2 && done % killEvery === 0 && killOne()) killed += 1
        if (done % Math.ceil(runs / 10) === 0) {
          collectAll()
          heaps.push(process.memoryUsage().heapUsed / 2 ** 20)
        }
      }),
    ),
  )
  await pool.close()
  const after = leftovers(workdir)
  rmSync(workdir, { recursive: true, force: true })
  const seconds = (performance.now() - started) / 1000
  console.log(`${done} runs in ${seconds.toFixed(0)} s, ${killed} workers killed, ${lost} results lost`)
  console.log([...counts].map(([status, count]) => `${status} ${count}`).join(', '))
  console.log(`before: ${JSON.stringify(before)}\nafter:  ${JSON.stringify(after)}`)
  const [, settled = 0] = heaps
  const last = heaps.at(-1) ?? 0
  console.log(
    `live heap: ${heaps.map((heap) => heap.toFixed(1)).join(' ')} MiB; load ${loadavg()[0]?.toFixed(1) ?? ''}`,
  )
  const errors = counts.get('sandbox-error') ?? 0
  // A pipe of the runtime's own may open late; more than that is a leak.
  const clean =
    after.processes === 0 &&
    after.folders === 0 &&
    after.mounts === before.mounts &&
    after.descriptors <= before.descriptors + 2
  const holds = lost === 0 && done === runs && errors <= killed && clean && last < settled * 1.2 + 2
  console.log(holds ? 'holds: nothing lost, nothing left' : 'does NOT hold')
  return holds
}

/** One in fifty hangs until its bound, one in ten leaves somebody behind, the rest are small and of all languages. */
function pick(root: string, no: number): CellRun {
  if (no % 50 === 49) return runOf(root, ['/bin/sh', '/skill/hang.sh'], { limits: { wallMs: 500 } })
  if (no % 10 === 9) return runOf(root, ['/bin/sh', '/skill/daemon.sh'], { limits: { processes: 40 } })
  const [interpreter, file] = [
    ['/bin/sh', 'main.sh'],
    ['/usr/bin/python3', 'main.py'],
    ['node', 'main.js'],
  ][no % 3] as [string, string]
  return runOf(root, [interpreter, `/skill/${file}`])
}

function killOne(): boolean {
  const workers = children()
  const victim = workers[Math.floor(Math.random() * workers.length)]
  if (victim === undefined) return false
  try {
    process.kill(victim, 'SIGKILL')
    return true
  } catch {
    return false
  }
}
