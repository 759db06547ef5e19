import { collect } from '@clawback/lab'
import type { CollectKind, CollectSummary } from '@clawback/lab'
import { ClawbackError } from '@clawback/model'
import { systemClock } from '../../clock.js'
import { paint } from '../../terminal/paint.js'
import { createProgress } from '../../terminal/progress.js'
import { gatherPassed } from '../passed.js'
import { seldom } from './seldom.js'

interface CollectArguments {
  readonly source: readonly string[]
  readonly into: string
  readonly kind: CollectKind | 'auto'
  readonly at?: string | undefined
  readonly history: boolean
  readonly most: number
  readonly mirror?: string | undefined
  readonly label?: string | undefined
  readonly labelledBy?: string | undefined
  readonly licence?: string | undefined
  readonly maxFile?: number | undefined
  readonly maxTotal?: number | undefined
  readonly maxPacked?: number | undefined
  readonly maxEntries?: number | undefined
  readonly quiet: boolean
  readonly json: boolean
}

/** Collects and prints what it came to. Exit 3 when something could not be collected. */
export async function runCollect(given: CollectArguments): Promise<number> {
  const { kind, at, mirror, label, labelledBy, licence } = given
  if (!Number.isInteger(given.most) || given.most < 1)
    throw new ClawbackError('USAGE', { detail: '--most is a whole number from 1.' })
  if (labelledBy !== undefined && label === undefined)
    throw new ClawbackError('USAGE', { detail: '--labelled-by says who gave a --label; give one.' })
  const progress = createProgress(given.quiet)
  const step = seldom((text) => progress.step(text))
  const passed = gatherPassed()
  let taken = 0
  const summary = await collect({
    folder: given.into,
    sources: given.source,
    ...(kind === 'auto' ? {} : { kind }),
    history: given.history,
    most: given.most,
    limits: limitsOf(given),
    said: {
      ...(label === undefined ? {} : { label, labelledBy: labelledBy ?? 'collect' }),
      ...(licence === undefined ? {} : { licence }),
    },
    clock: systemClock,
    ...(at === undefined ? {} : { at }),
    ...(mirror === undefined ? {} : { mirror }),
    onStep: (text) => step(`${taken} taken · ${text}`),
    onPassed: passed.onPassed,
    onTaken: () => {
      taken++
    },
  }).finally(() => progress.done())
  const told = given.json
    ? JSON.stringify({ ...summary, ...passed.json() })
    : [printSummary(summary, given.into), ...passed.lines()].join('\n')
  process.stdout.write(`${told}\n`)
  return Object.keys(summary.problems).length > 0 ? 3 : 0
}

const MB = 1024 * 1024

function limitsOf({ maxFile, maxTotal, maxPacked, maxEntries }: CollectArguments) {
  return {
    ...(maxFile === undefined ? {} : { fileBytes: maxFile * MB }),
    ...(maxTotal === undefined ? {} : { totalBytes: maxTotal * MB }),
    ...(maxPacked === undefined ? {} : { packedBytes: maxPacked * MB }),
    ...(maxEntries === undefined ? {} : { entries: maxEntries }),
  }
}

function printSummary(summary: CollectSummary, folder: string): string {
  const megabytes = (bytes: number): string => (bytes / MB).toFixed(1)
  const { seen, added, copied, known, bytes, stored, samples, copies, problems, seconds } = summary
  return [
    `${seen} artifacts seen in ${seconds} s: ${added} new, ${copied} new copies of known content, ${known} known`,
    `${megabytes(bytes)} MB of files seen, ${megabytes(stored)} MB of them new`,
    `${folder}: ${samples} samples, ${copies} copies`,
    ...Object.entries(problems).map(([code, n]) => `${paint('not collected', 'yellow')} ${n} ${code}`),
    ...(Object.keys(problems).length > 0 ? [`the reasons are in ${folder}/manifest.ndjson`] : []),
  ].join('\n')
}
