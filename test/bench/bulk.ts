/**
 * What a bulk run of the static plan costs, and whether it grows with the number of artifacts: a small part of a corpus, then
 * all of it, then all of it again with nothing changed and with other packs. Milliseconds of wall and CPU and bytes of
 * the store an artifact, and the large against the small.
 * `npx tsx test/bench/bulk.ts --corpus FOLDER [--small 1000] [--large 10000] [--workers 2]` (after `npm run build`)
 */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runBulk } from '@clawback/lab'
import type { Pack } from '@clawback/model'
import { findSkills, stride } from './reading/corpus.js'
import { cpuNow } from './rejudge/cpu.js'
import { corePacks, withVersion } from './rejudge/packs.js'
import { clock } from './rejudge/ready.js'

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    small: { type: 'string', default: '1000' },
    large: { type: 'string', default: '10000' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
})
if (values.corpus === undefined) throw new TypeError('Name a folder of skills: --corpus FOLDER')
const skills = await findSkills(values.corpus)
const packs = await corePacks()
const root = await mkdtemp(join(tmpdir(), 'bench-bulk-'))
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** What one run took, an artifact. */
interface Cost {
  readonly artifacts: number
  readonly wallMs: number
  readonly cpuMs: number
  readonly bytes: number
}

async function once(name: string, count: number, used: readonly Pack[]): Promise<Cost> {
  const folder = join(root, String(count))
  const sources = stride(skills, count).map((locator) => ({
    ...{ id: locator, collection: 'bench', locator },
  }))
  const [before, began] = [cpuNow(), performance.now()]
  const { done, failed } = await runBulk({
    ...{ folder, sources, plan: 'static', packs: used, workers: Number(values.workers), clock },
    request: '{}',
  })
  const [after, ended] = [cpuNow(), performance.now()]
  const cost = {
    artifacts: sources.length,
    wallMs: (ended - began) / sources.length,
    cpuMs: (after.own + after.ended - before.own - before.ended) / sources.length,
    bytes: (await sizeOf(folder)) / sources.length,
  }
  say(
    `${name}: ${sources.length} skills in ${((ended - began) / 1_000).toFixed(1)} s (${done} done, ${failed} failed); each ${cost.wallMs.toFixed(2)} ms wall, ${cost.cpuMs.toFixed(2)} ms CPU, ${(cost.bytes / 1_000).toFixed(1)} kB of store`,
  )
  return cost
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const sizes = await Promise.all(files.map(async (path) => (await stat(path)).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

function change(large: number, small: number): string {
  const percent = (large / small - 1) * 100
  return `${percent < 0 ? '' : '+'}${percent.toFixed(1)} %`
}

try {
  say(
    `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}, load ${loadavg()[0]?.toFixed(1) ?? '?'}, ${values.workers} workers`,
  )
  const small = await once('small', Number(values.small), packs)
  const large = await once('large', Number(values.large), packs)
  say(
    `an artifact of the large against one of the small: wall ${change(large.wallMs, small.wallMs)}, CPU ${change(large.cpuMs, small.cpuMs)}, store ${change(large.bytes, small.bytes)}`,
  )
  await once('nothing changed', Number(values.large), packs)
  await once('other packs', Number(values.large), withVersion(packs, 1))
} finally {
  await rm(root, { recursive: true, force: true })
}
