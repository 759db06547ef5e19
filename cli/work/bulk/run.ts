import { ClawbackError } from '@clawback/model'
import { findSources, lastRequest, openExistingStore, runBulk } from '@clawback/lab'
import type { BulkProgress, BulkSummary, PlanName } from '@clawback/lab'
import { resolve } from 'node:path'
import { brokerOf } from '../broker.js'
import type { BrokerArguments } from '../broker.js'
import { systemClock } from '../../clock.js'
import { loadPacks } from '../../content/load.js'
import type { PackChoice } from '../../content/load.js'
import { colourOf, paint } from '../../terminal/paint.js'
import { createProgress } from '../../terminal/progress.js'
import type { Progress } from '../../terminal/progress.js'
import { gatherPassed } from '../passed.js'
import { slowLine } from './slow-line.js'

/** What is looked at and how: what `--resume` finds again in the store. */
interface Request extends PackChoice {
  readonly corpus: readonly string[]
  readonly root?: string | undefined
  readonly plan: PlanName
  readonly timeout: number
  readonly cell?: string | undefined
  readonly allowDegraded: readonly 'no-nft'[]
}

interface BulkRunArguments extends Request, BrokerArguments {
  readonly nats?: string | undefined
  readonly store: string
  readonly workers: number
  readonly resume: boolean
  readonly fresh: boolean
  readonly retry: boolean
  readonly maxStore?: number | undefined
  readonly recycle: number
  readonly quiet: boolean
  readonly json: boolean
}

/** Runs a corpus and prints what it came to. Exit 3 when a source could not be looked at, 5 when a worker was lost for it. */
export async function runCorpus(given: BulkRunArguments): Promise<number> {
  const request = given.resume && given.corpus.length === 0 ? await requestOf(given.store) : asked(given)
  const { root, cell, allowDegraded, plan, timeout } = request
  const progress = createProgress(given.quiet)
  progress.step('looking for artifacts')
  const passed = gatherPassed()
  const sources = await findSources(request.corpus, root, passed.onPassed)
  const summary = await runBulk({
    folder: given.store,
    sources,
    plan,
    packs: await loadPacks(request),
    workers: given.workers,
    ...(given.nats === undefined ? {} : { broker: brokerOf(given.nats, given) }),
    clock: systemClock,
    request: JSON.stringify(request),
    fresh: given.fresh,
    retry: given.retry,
    recycle: given.recycle,
    readBudgetMs: timeout * 1000,
    allowDegraded,
    ...(given.maxStore === undefined ? {} : { maxStore: given.maxStore * 1_000_000 }),
    ...(cell === undefined ? {} : { cell }),
    onStep: (text) => progress.step(text),
    onProgress: told(progress),
  }).finally(() => progress.done())
  const text = given.json
    ? JSON.stringify({ ...summary, ...passed.json() })
    : [printSummary(summary), ...passed.lines()].join('\n')
  process.stdout.write(`${text}\n`)
  if (summary.crashed + summary.unjudged > 0) return 5
  return Object.keys(summary.problems).length > 0 ? 3 : 0
}

function asked(given: BulkRunArguments): Request {
  if (given.corpus.length === 0)
    throw new ClawbackError('USAGE', { detail: 'Name a corpus, or go on with the last one by --resume.' })
  const { plan, timeout, cell, allowDegraded, builtin } = given
  const there = (path: string): string =>
    /^(npm:|git\+|git:|ssh:|https?:)/.test(path) ? path : resolve(path)
  return {
    corpus: given.corpus.map(there),
    root: given.root === undefined ? undefined : resolve(given.root),
    pack: given.pack.map((path) => resolve(path)),
    key: given.key.map((path) => resolve(path)),
    ...{ plan, timeout, cell, allowDegraded, builtin },
  }
}

async function requestOf(path: string): Promise<Request> {
  const store = await openExistingStore(path)
  const request = await lastRequest(store.ledger).finally(() => store.close())
  if (request === undefined)
    throw new ClawbackError('USAGE', {
      detail: 'There is no run to go on with in this store; name a corpus.',
    })
  return JSON.parse(request) as Request
}

/** Milliseconds between two lines: on a terminal one is rewritten, in a log each stays. */
const everyMs = process.stderr.isTTY ? 250 : 10_000

function told(progress: Progress): (now: BulkProgress) => void {
  let last = -Infinity
  return (now) => {
    if (now.elapsedMs - last < everyMs) return
    last = now.elapsedMs
    progress.step(progressLine(now))
  }
}

/** `1,200 of 9,641 · 12.3/s · 11 min left · done 1,198 failed 2 · longest: skills/x 12 s`. */
export function progressLine(now: BulkProgress): string {
  const ended = now.done + now.failed + now.crashed
  const [longest] = now.running
  return [
    `${ended.toLocaleString('en')} of ${now.total.toLocaleString('en')}`,
    `${now.rate.toFixed(1)}/s`,
    ...(now.leftMs === undefined ? [] : [`${duration(now.leftMs)} left`]),
    `done ${now.done}${now.failed > 0 ? ` failed ${now.failed}` : ''}${now.crashed > 0 ? ` crashed ${now.crashed}` : ''}`,
    ...(longest === undefined
      ? []
      : [`longest: ${longest.id.replace(/^examine /, '')} ${duration(longest.ms)}`]),
  ].join(' · ')
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 90) return `${seconds} s`
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

function printSummary(summary: BulkSummary): string {
  const { verdicts, problems, slowest } = summary
  return [
    `${summary.sources} sources, ${summary.artifacts} artifacts; run ${summary.run}: ${summary.examined} looked at, ${summary.judged} judged again, ${summary.unchanged} unchanged, ${summary.gone} gone, in ${summary.seconds} s (${summary.rate}/s)`,
    Object.entries(verdicts)
      .map(([label, n]) => `${paint(label, colourOf(label))} ${n}`)
      .join('  '),
    ...(summary.crashed > 0 ? [paint(`${summary.crashed} took their worker with them`, 'red')] : []),
    ...(summary.unjudged > 0 ? [paint(`${summary.unjudged} could not be judged again`, 'red')] : []),
    ...Object.entries(problems).map(([code, n]) => `${paint('not looked at', 'yellow')} ${n} ${code}`),
    ...(slowest.length > 0 ? ['slowest:'] : []),
    ...slowest.map(slowLine),
  ].join('\n')
}
