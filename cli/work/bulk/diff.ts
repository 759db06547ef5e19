import { compareStandings, standings } from '@clawback/lab'
import type { Change, Standing } from '@clawback/lab'
import { safeDisplay } from '@clawback/text'
import { colourOf, paint } from '../../terminal/paint.js'
import { withStore } from './with-store.js'

/** Prints what differs between two stores or two runs of one. */
export async function printDiff(given: {
  readonly before: string
  readonly after: string
  readonly json: boolean
}): Promise<number> {
  const [before, after] = [await open(given.before), await open(given.after)]
  const changes = compareStandings(before, after)
  if (given.json) for (const change of changes) process.stdout.write(`${JSON.stringify(change)}\n`)
  else {
    for (const change of changes) process.stdout.write(`${line(change)}\n`)
    const counts = new Map<string, number>()
    for (const { change } of changes) counts.set(change, (counts.get(change) ?? 0) + 1)
    const told = [...counts].map(([change, n]) => `${change} ${n}`).join(', ')
    process.stdout.write(
      `${before.size} before, ${after.size} after; ${told === '' ? 'no difference' : told}\n`,
    )
  }
  return 0
}

function open(path: string): Promise<ReadonlyMap<string, Standing>> {
  const [, folder = path, run] = /^(.+)@(\d+)$/.exec(path) ?? []
  return withStore(folder, (ledger) => standings(ledger, run === undefined ? undefined : Number(run)))
}

function line(one: Change): string {
  const { change, place, before, after, causes, rulesNew, rulesGone } = one
  const verdict = [before?.verdict, after?.verdict]
    .filter((label) => label !== undefined)
    .map((label) => paint(label, colourOf(label)))
  const shown = before?.verdict === after?.verdict ? verdict.slice(0, 1) : verdict
  const reasons = [...causes, ...rulesNew.map((rule) => `+${rule}`), ...rulesGone.map((rule) => `-${rule}`)]
  return `${paint(change.padEnd(7), 'bold')} ${shown.join(' → ')}  ${safeDisplay(place)}  ${paint(reasons.join(' '), 'dim')}`
}
