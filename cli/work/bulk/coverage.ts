import { corpusCoverage } from '@clawback/lab'
import type { Share } from '@clawback/lab'
import { paint } from '../../terminal/paint.js'
import { table } from '../../terminal/table.js'
import { withStore } from './with-store.js'

/** Prints what of a corpus was looked at, how far its runs got, and what could not be looked at. */
export async function printCoverage(given: {
  readonly store: string
  readonly json: boolean
}): Promise<number> {
  const found = await withStore(given.store, corpusCoverage)
  if (given.json) {
    process.stdout.write(`${JSON.stringify(found)}\n`)
    return 0
  }
  const { artifacts, problems, files, ran, gotGoing, gapped, actors, gaps } = found
  const counts = (all: Readonly<Record<string, number>>): string =>
    Object.entries(all)
      .sort(([, a], [, b]) => b - a)
      .map(([name, n]) => `${name} ${n}`)
      .join(', ')
  const parts = [
    `${artifacts} artifacts; sources that could not be taken in: ${counts(problems) || 'none'}`,
    `files read            ${shown(files)}`,
    `anything was run      ${shown(ran)}`,
    `got past its imports  ${shown(gotGoing)} of these`,
    `a gap that matters    ${shown(gapped)}`,
  ]
  process.stdout.write(`${parts.join('\n')}\n`)
  if (actors.length > 0)
    process.stdout.write(
      `\n${paint('runs', 'bold')}\n${table(
        ['actor', 'artifacts', 'runs', 'entry points that got going', 'how runs ended'],
        actors.map((one) => [
          ...[one.actor, String(one.artifacts), String(one.runs), shown(one.entries), counts(one.statuses)],
        ]),
        120,
      )}\n`,
    )
  if (gaps.length > 0)
    process.stdout.write(
      `\n${paint('gaps', 'bold')}\n${table(
        ['artifacts', 'times', 'matters', 'reason'],
        gaps.map((one) => [
          ...[String(one.artifacts), String(one.times), one.material ? 'yes' : 'no', one.reason],
        ]),
      )}\n`,
    )
  return 0
}

function shown({ hits, of, value, low, high }: Share): string {
  const percent = (share: number | undefined): string => `${((share ?? 0) * 100).toFixed(1)} %`
  return value === undefined
    ? `${hits} of ${of}`
    : `${hits} of ${of}, ${percent(value)} (${percent(low)} to ${percent(high)})`
}
