/**
 * How fast artifacts are read and judged without being run: skills, files and bytes in a second over a folder of skills,
 * one process per core, each replaced after some skills. What is built is measured: `npm run build` first.
 * `npx tsx --conditions=@clawback/source test/bench/reading.ts --corpus FOLDER [--skills 300] [--processes 2] [--recycle 1000]`
 */
import { cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'

import { growth } from './reading/growth.js'
import { findSkills, stride } from './reading/corpus.js'
import { readAll } from './reading/crew.js'
import { summary } from './reading/summary.js'

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    skills: { type: 'string', default: '300' },
    processes: { type: 'string', default: String(cpus().length) },
    recycle: { type: 'string', default: '1000' },
  },
})
if (values.corpus === undefined) throw new TypeError('Name a folder of skills: --corpus FOLDER')

const all = await findSkills(values.corpus)
const chosen = stride(all, Number(values.skills))
const began = performance.now()
const seen = await readAll(chosen, { processes: Number(values.processes), recycle: Number(values.recycle) })
const seconds = (performance.now() - began) / 1_000
const grown = await growth(chosen)

process.stdout.write(
  [
    `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}, load ${loadavg()[0]?.toFixed(1) ?? '?'}`,
    `${chosen.length} of ${all.length} skills, ${values.processes} processes`,
    ...summary(seen, seconds),
    ...grown,
    '',
  ].join('\n'),
)
