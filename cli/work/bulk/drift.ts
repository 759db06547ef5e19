import { driftOf } from '@clawback/lab'
import type { Drift } from '@clawback/lab'
import { ClawbackError } from '@clawback/model'
import { safeDisplay } from '@clawback/text'
import { colourOf, paint } from '../../terminal/paint.js'
import { withStore } from './with-store.js'

/** Capabilities, hosts and rules of one place that are printed; `--json` has them all. */
const shown = 8

/** Prints the places whose content changed. */
export async function printDrift(given: {
  readonly store: string
  readonly between?: readonly number[] | undefined
  readonly json: boolean
}): Promise<number> {
  const between = betweenOf(given.between)
  const drifts = await withStore(given.store, (ledger) => driftOf(ledger, between))
  if (given.json) for (const drift of drifts) process.stdout.write(`${JSON.stringify(drift)}\n`)
  else {
    for (const drift of drifts) process.stdout.write(linesOf(drift))
    const worse = drifts.filter(({ step }) => step > 0).length
    process.stdout.write(
      `${drifts.length} places hold other content, ${worse} of them with a worse verdict\n`,
    )
  }
  return 0
}

function betweenOf(runs: readonly number[] | undefined): { from: number; to: number } | undefined {
  if (runs === undefined) return undefined
  const [from, to] = runs
  if (
    runs.length !== 2 ||
    from === undefined ||
    to === undefined ||
    !runs.every(Number.isInteger) ||
    from > to
  )
    throw new ClawbackError('USAGE', { detail: '--between takes two runs, the earlier first: --between 1 2' })
  return { from, to }
}

function linesOf({ place, before, after, added, gone }: Drift): string {
  const verdicts = [before.verdict, after.verdict].map((label) => paint(label, colourOf(label)))
  const head = `${verdicts.join(' → ')}  ${safeDisplay(place)}  ${paint(`run ${before.since} → ${after.since}`, 'dim')}\n`
  const lists = (['capabilities', 'hosts', 'rules'] as const).flatMap((what) => [
    ...told('+', what, added[what]),
    ...told('-', what, gone[what]),
  ])
  return head + lists.join('')
}

function told(sign: string, what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return []
  const more = names.length > shown ? ` and ${names.length - shown} more` : ''
  const list = names.slice(0, shown).map((name) => safeDisplay(name, { limit: 80 }))
  return [`  ${sign} ${what}: ${list.join(', ')}${more}\n`]
}
