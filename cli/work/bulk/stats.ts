import { corpusStats } from '@clawback/lab'
import type { BasedPrevalence, Pair, Prevalence } from '@clawback/lab'
import { paint } from '../../terminal/paint.js'
import { table } from '../../terminal/table.js'
import { withStore } from './with-store.js'

/** Prints what the artifacts of a store have in common. */
export async function printStats(given: {
  readonly store: string
  readonly top: number
  readonly json: boolean
}): Promise<number> {
  const stats = await withStore(given.store, (ledger) => corpusStats(ledger, given.top))
  if (given.json) {
    process.stdout.write(`${JSON.stringify(stats)}\n`)
    return 0
  }
  process.stdout.write(`${stats.artifacts} artifacts\n`)
  const lists = ['verdicts', 'kinds', 'labels', 'actions', 'capabilities', 'hosts', 'rules'] as const
  for (const name of lists)
    if (stats[name].length > 0) process.stdout.write(`\n${paint(name, 'bold')}\n${shares(stats[name])}\n`)
  for (const name of ['rulePairs', 'actionPairs'] as const)
    if (stats[name].length > 0)
      process.stdout.write(
        `\n${paint(name === 'rulePairs' ? 'rules together' : 'actions together', 'bold')}\n${pairs(stats[name])}\n`,
      )
  return 0
}

function shares(all: readonly (Prevalence | BasedPrevalence)[]): string {
  const based = all.some((one) => 'observed' in one)
  return table(
    ['artifacts', 'share', '95 %', ...(based ? ['said', 'read', 'seen', 'only seen'] : []), 'name'],
    all.map((one) => [
      String(one.artifacts),
      percent(one.share),
      `${percent(one.low)} to ${percent(one.high)}`,
      ...('observed' in one ? [one.declared, one.static, one.observed, one.onlyObserved].map(String) : []),
      one.name,
    ]),
  )
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function pairs(all: readonly Pair[]): string {
  return table(
    ['artifacts', 'lift', 'one', 'other'],
    all.map(({ a, b, artifacts, lift }) => [String(artifacts), lift.toFixed(1), a, b]),
  )
}
