/**
 * Trains the text model, measures what it is worth on sources it has not seen, and decides whether it may speak:
 *
 *     npx tsx scripts/quality/main.ts DEV CORPORA UNLABELLED.csv.gz --wild 600 --seen SEEN --dry-run
 *     npx tsx scripts/text-model/main.ts --corpora DEV --seen SEEN [--seed N]
 *     npx tsx scripts/text-model/main.ts --again
 *
 * DEV holds the labelled samples, SEEN names them and says what the packs made of each. Written are the model, its
 * datasheet, figures and training manifest in content/packs/text-model, and docs/text-model.md; `--again` lays the last
 * two out anew from the figures. Equal input and seed give equal files. Nothing is executed and no text leaves the corpora.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { openTextModel } from '../../analyzers/text-model/open.js'
import type { Judged } from '../quality/sets.js'
import { agreement, alertsOn } from './check.js'
import { renderDatasheet } from './datasheet.js'
import { decide } from './decide.js'
import { featuresOf } from './features.js'
import { manifestOf, parseManifest } from './manifest.js'
import { measure } from './measure.js'
import { modelName, quantise } from './model.js'
import { renderPage } from './page.js'
import type { Report } from './report.js'
import { promptRows, skillRows, unlabelledTexts } from './rows.js'
import { train } from './train.js'

const pack = new URL('../../content/packs/text-model/', import.meta.url)
const files = {
  model: new URL(`models/${modelName}.json`, pack),
  metrics: new URL('metrics.json', pack),
  manifest: new URL('training.csv', pack),
  datasheet: new URL('README.md', pack),
  page: new URL('../../docs/text-model.md', import.meta.url),
}
const { values } = parseArgs({
  options: {
    corpora: { type: 'string' },
    seen: { type: 'string' },
    seed: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
  },
})
/** Single words and pairs of whole documents, in 65,536 buckets. */
const shape = { ngrams: [1, 2], bits: 16, window: 1_000_000 } as const

if (!values.again) await make(values.corpora, values.seen, Number(values.seed))
await layOut()

async function make(corpora: string | undefined, seen: string | undefined, seed: number): Promise<void> {
  if (corpora === undefined || seen === undefined)
    throw new Error('usage: scripts/text-model/main.ts (--corpora DEV --seen SEEN [--seed N] | --again)')
  const judged = await readJudged(seen)
  const rows = [...(await skillRows(judged)), ...(await promptRows(join(corpora, 'text-events.jsonl')))]
  const featured = rows.map((row) => featuresOf(row, shape))
  const training = { bits: shape.bits, seed }

  const measured = measure(featured, training)
  const weights = train(featured, training)
  const model = quantise(weights, shape)
  const shipped = openTextModel(model)
  const report: Report = {
    seed,
    measured,
    decision: decide(measured),
    agreement: agreement(featured, weights, shipped),
    alerts: alertsOn(await unlabelledTexts(judged), shipped, measured.threshold),
  }
  await writeFile(files.model, `${JSON.stringify(model)}\n`)
  await writeFile(files.metrics, `${JSON.stringify(report, undefined, 2)}\n`)
  await writeFile(files.manifest, manifestOf(rows))
}

async function layOut(): Promise<void> {
  const report = JSON.parse(await readFile(files.metrics, 'utf8')) as Report
  const rows = parseManifest(await readFile(files.manifest, 'utf8'))
  await writeFile(files.datasheet, renderDatasheet(report, rows))
  await writeFile(files.page, renderPage(report, rows))
}

async function readJudged(file: string): Promise<Judged[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as Judged)
}
