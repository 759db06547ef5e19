/**
 * Measures what reading alone makes of our own inert seeds under transformations that hide what they are, and of benign
 * seeds under the same, and says it in docs/evasion.md:
 *
 *     npx tsx scripts/ladder/main.ts [--write | --check] [--only RUNG] [--show]
 *
 * `--write` writes the page, `--check` exits 1 when the page is not what this machine measures; `--show` lists every seed
 * with the rules that spoke. Build first: the packs and engines measured are the built ones. Nothing is executed; Python
 * compiles the seeds of two rungs.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { judgeAll } from '../quality/crew.js'
import { put } from './put.js'
import { renderPage, showSeen } from './render.js'
import { rungs } from './rungs/index.js'
import { loadSeeds } from './seed.js'
import { tally } from './tally.js'
import type { Climbed } from './tally.js'

const file = new URL('../../docs/evasion.md', import.meta.url)
const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
})

const seeds = await loadSeeds()
const folder = await mkdtemp(join(tmpdir(), 'ladder-'))
try {
  const wanted = rungs.filter(({ id }) => values.only === undefined || values.only.split(',').includes(id))
  const laid: Omit<Climbed, 'seen'>[] = []
  for (const rung of wanted)
    for (const seed of seeds) {
      const files = rung.climb(seed)
      // The same name everywhere: where something lies must not tell what it is.
      if (files !== undefined)
        laid.push({ rung, seed, at: await put(join(folder, `${laid.length}`, 'task'), files) })
    }
  const seen = await judgeAll(laid.map(({ at }) => at))
  const climbed = laid.flatMap((one): Climbed[] => {
    const said = seen.get(one.at)
    return said === undefined ? [] : [{ ...one, seen: said }]
  })
  if (climbed.length !== laid.length) throw new Error('not every seed was judged')
  const page = renderPage(tally(wanted, climbed), seeds)
  if (values.show) process.stdout.write(showSeen(climbed))
  else if (values.write) writeFileSync(file, page)
  else if (!values.check) process.stdout.write(page)
  else if (readFileSync(file, 'utf8') !== page) {
    console.error('docs/evasion.md is not what this machine measures: npx tsx scripts/ladder/main.ts --write')
    process.exitCode = 1
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
