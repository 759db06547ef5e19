/**
 * Measures what reading alone and the built-in packs make of the labelled corpora, and writes docs/quality.md and
 * docs/figures/quality.json:
 *
 *     npx tsx scripts/quality/main.ts DEV CORPORA [UNLABELLED.csv[.gz]] [--wild N] [--seen FILE | --from FILE]
 *
 * DEV holds `manifest.csv` and the labelled samples, CORPORA the folders that the hand labels and the unlabelled list name.
 * `--wild N` takes so many of the unlabelled, evenly spread; `--seen` keeps what was said of every item, `--from` lays it out
 * again without reading. Build first: the packs and engines measured are the built ones. Nothing is executed, nothing fetched.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { stride } from '../../test/bench/reading/corpus.js'
import { judgeAll } from './crew.js'
import { measure } from './measure.js'
import { readReasons } from './reasons.js'
import { renderJson, renderPage } from './render.js'
import { handLabelled, labelledSamples, unlabelled } from './samples.js'
import type { Sample } from './sample.js'
import type { Seen } from './seen.js'
import type { Judged } from './sets.js'

const root = new URL('../../', import.meta.url)
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seen: { type: 'string' },
    wild: { type: 'string' },
    from: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  },
})
const [dev, corpora, list] = positionals
if (dev === undefined || corpora === undefined)
  throw new Error(
    'usage: scripts/quality/main.ts DEV CORPORA [UNLABELLED.csv[.gz]] [--seen FILE] [--dry-run]',
  )

const labelled = await labelledSamples(dev)
const byHand = await handLabelled(fileURLToPath(new URL('datasets/labels/wild-skills.ndjson', root)), corpora)
const unknown = list === undefined ? [] : await unlabelled(list, corpora)
const wild = values.wild === undefined ? unknown : stride(unknown, Number(values.wild))

const began = performance.now()
const seen =
  values.from !== undefined
    ? await recall(values.from)
    : await judgeAll([...labelled, ...byHand, ...wild].map(({ at }) => at))
const seconds = (performance.now() - began) / 1000
process.stderr.write(`${seen.size} paths in ${seconds.toFixed(0)} s\n`)

/** What nothing was said of was not looked at, and counts as that. */
const judge = (samples: readonly Sample[]): Judged[] =>
  samples.map((sample) => ({ sample, seen: seen.get(sample.at) ?? unseen(sample.at) }))
const measured = measure({ labelled: judge(labelled), byHand: judge(byHand), wild: judge(wild) })
const reasons = await readReasons(new URL('datasets/labels/quality-reasons.ndjson', root))
const page = renderPage(measured, reasons)

if (values.seen !== undefined)
  await writeFile(
    values.seen,
    judge([...labelled, ...byHand, ...wild])
      .map((one) => `${JSON.stringify(one)}\n`)
      .join(''),
  )
if (values['dry-run']) process.stdout.write(page)
else {
  await writeFile(new URL('docs/quality.md', root), page)
  await writeFile(new URL('docs/figures/quality.json', root), renderJson(measured))
}

/** What was said before, by path. */
async function recall(file: string): Promise<ReadonlyMap<string, Seen>> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  const said = lines.map((line) => (JSON.parse(line) as Judged).seen)
  return new Map(said.map((one) => [one.at, one]))
}

function unseen(at: string): Seen {
  return { at, label: 'undetermined', score: 0, rules: [], places: [], gaps: ['not-judged'] }
}
