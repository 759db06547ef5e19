import type { Ledger } from '@clawback/ledger'
import type { ComparedSide, Comparison, CorpusRun } from '@clawback/model'
import { compareStandings, standings } from '../../know/diff.js'
import type { Standing } from '../../know/diff.js'

/** Two states of a corpus that are compared; without a run, as it stands. */
export interface Pairing {
  readonly id: string
  readonly before: Side
  readonly after: Side
}

interface Side {
  readonly name: string
  readonly ledger: Ledger
  readonly run?: number
}

/** Another store that a corpus is compared with: it is the older one. */
export interface Against {
  readonly name: string
  readonly ledger: Ledger
}

/** Each run with the one before it, the last with the first, and the store with the other one that was named. */
export function pairingsOf(
  ledger: Ledger,
  runs: readonly CorpusRun[],
  against?: Against,
): readonly Pairing[] {
  const side = ({ run, plan, started }: CorpusRun): Side => ({
    name: `run ${run} (${plan}, ${started.slice(0, 16).replace('T', ' ')})`,
    ledger,
    run,
  })
  const pair = (a: CorpusRun | undefined, b: CorpusRun | undefined): readonly Pairing[] =>
    a === undefined || b === undefined ? [] : [{ id: `${a.run}-${b.run}`, before: side(a), after: side(b) }]
  return [
    ...(against === undefined
      ? []
      : [{ id: 'other', before: against, after: { name: 'this store', ledger } }]),
    ...(runs.length > 2 ? pair(runs[0], runs.at(-1)) : []),
    ...runs
      .slice(1)
      .flatMap((run, index) => pair(runs[index], run))
      .reverse(),
  ]
}

export async function readComparison({ id, before, after }: Pairing): Promise<Comparison> {
  const [a, b] = [await standings(before.ledger, before.run), await standings(after.ledger, after.run)]
  return {
    id,
    before: before.name,
    after: after.name,
    places: [a.size, b.size],
    changes: compareStandings(a, b).map(({ before: was, after: is, ...change }) => ({
      ...change,
      ...(was === undefined ? {} : { before: sideOf(was) }),
      ...(is === undefined ? {} : { after: sideOf(is) }),
    })),
  }
}

function sideOf({ artifact, verdict, score }: Standing): ComparedSide {
  return { artifact, verdict, score }
}
