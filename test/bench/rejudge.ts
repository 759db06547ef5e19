/**
 * How fast stored observations are judged by packs that changed: CPU and wall time an artifact, by stage, and against
 * reading the same artifacts anew. Works on a copy of a store, or makes one from a folder of skills.
 * `npx tsx test/bench/rejudge.ts --store DIR | --corpus FOLDER [--skills 300] [--workers 2] [--rounds 3]` (after `npm run build`)
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { corePacks, withVersion } from './rejudge/packs.js'
import { copyStore, makeStore } from './rejudge/ready.js'
import { judgeAgain } from './rejudge/run.js'
import { stagesOf } from './rejudge/stages.js'

const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    corpus: { type: 'string' },
    skills: { type: 'string', default: '300' },
    workers: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
  },
})
const workers = Number(values.workers)
const folder = await mkdtemp(join(tmpdir(), 'rejudge-'))
const say = (line: string): void => void process.stdout.write(`${line}\n`)
try {
  const packs = await corePacks()
  say(
    `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}, load ${loadavg()[0]?.toFixed(1) ?? '?'}`,
  )
  const ready =
    values.store === undefined
      ? await makeStore({ folder, corpus: values.corpus, skills: Number(values.skills), workers, packs })
      : await copyStore({ folder, store: values.store, packs })
  const { artifacts, records, bytes } = ready
  say(
    `${artifacts} artifacts (plan ${ready.plan}), ${Math.round(records / artifacts)} records and ${Math.round(bytes / artifacts / 1_000)} kB of them each`,
  )
  if (ready.fresh !== undefined)
    say(`read anew: ${ready.fresh.cpuMs.toFixed(1)} ms CPU, ${ready.fresh.wallMs.toFixed(1)} ms wall each`)
  for (let round = 1; round <= Number(values.rounds); round++) {
    const { cpuMs, ownMs, wallMs, judged } = await judgeAgain(
      folder,
      ready,
      withVersion(packs, round),
      workers,
    )
    const times =
      ready.fresh === undefined ? '' : `, ${(ready.fresh.cpuMs / cpuMs).toFixed(1)} times less CPU`
    say(
      `round ${round}: ${judged} judged again, ${cpuMs.toFixed(2)} ms CPU each (${ownMs.toFixed(2)} where it is written), ${wallMs.toFixed(2)} ms wall; ${((wallMs * 10_000) / 1_000).toFixed(0)} s for 10,000${times}`,
    )
  }
  for (const [stage, ms] of await stagesOf(folder, withVersion(packs, 0)))
    say(`  ${stage.padEnd(34)} ${ms.toFixed(2).padStart(7)} ms CPU each, in one process`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
