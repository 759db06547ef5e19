import { maybeTextOf, numberOf, textOf } from '@clawback/ledger'
import type { Ledger, Row } from '@clawback/ledger'
import type { Verdict } from '@clawback/model'

/** What a store knew of one place of a corpus at one time. */
export interface Standing {
  readonly artifact: string
  readonly name: string
  readonly verdict: Verdict['label']
  readonly score: number
  readonly rules: readonly string[]
  /** Keys it was read and judged with. */
  readonly reading: string
  readonly judging: string
}

/** Why a place is judged otherwise than before. */
export type Cause = 'content' | 'packs' | 'engines' | 'plan'

export interface Change {
  readonly change: 'new' | 'gone' | 'verdict' | 'content' | 'rules'
  /** Path in the corpus. */
  readonly place: string
  readonly before?: Standing
  readonly after?: Standing
  readonly causes: readonly Cause[]
  readonly rulesNew: readonly string[]
  readonly rulesGone: readonly string[]
}

/**
 * What a store knew, by place in the corpus, after run number `run` (all runs when absent). The name of the collection
 * is left out when there is one only, so that two dates of a corpus can be compared.
 */
export async function standings(ledger: Ledger, run?: number): Promise<ReadonlyMap<string, Standing>> {
  const at = run ?? Number.MAX_SAFE_INTEGER
  const rows = await ledger.all(
    `SELECT c.source, c.inside, j.artifact, e.name, j.verdict, j.score, j.rules, j.judging, r.reading FROM judgement j
     JOIN (SELECT artifact, max(run) AS run FROM judgement WHERE run <= ? GROUP BY artifact) last USING (artifact, run)
     JOIN examination e USING (artifact)
     LEFT JOIN copy c ON c.artifact = j.artifact AND c.since <= ? AND (c.until IS NULL OR c.until > ?)
     LEFT JOIN run r ON r.id = j.run
     WHERE c.source IS NOT NULL OR NOT EXISTS (SELECT 1 FROM copy x WHERE x.artifact = j.artifact)`,
    [at, at, at],
  )
  const collections = new Set(rows.map((row) => (maybeTextOf(row, 'source') ?? '').split('/')[0]))
  return new Map(rows.map((row) => [placeOf(row, collections.size === 1), standingOf(row)]))
}

/** Compares two standings, what is new, gone or otherwise, by place. What is the same is not told. */
export function compareStandings(
  before: ReadonlyMap<string, Standing>,
  after: ReadonlyMap<string, Standing>,
): readonly Change[] {
  const places = [...new Set([...before.keys(), ...after.keys()])].sort()
  return places.flatMap((place) => {
    const [a, b] = [before.get(place), after.get(place)]
    const change = changeOf(a, b)
    if (change === undefined) return []
    return [
      {
        change,
        place,
        ...(a === undefined ? {} : { before: a }),
        ...(b === undefined ? {} : { after: b }),
        causes: a === undefined || b === undefined ? [] : causesOf(a, b),
        rulesNew: (b?.rules ?? []).filter((rule) => !(a?.rules ?? []).includes(rule)),
        rulesGone: (a?.rules ?? []).filter((rule) => !(b?.rules ?? []).includes(rule)),
      },
    ]
  })
}

function changeOf(a: Standing | undefined, b: Standing | undefined): Change['change'] | undefined {
  if (a === undefined) return 'new'
  if (b === undefined) return 'gone'
  if (a.verdict !== b.verdict) return 'verdict'
  if (a.artifact !== b.artifact) return 'content'
  return JSON.stringify(a.rules) === JSON.stringify(b.rules) ? undefined : 'rules'
}

function causesOf(a: Standing, b: Standing): readonly Cause[] {
  const causes: Cause[] = []
  if (a.artifact !== b.artifact) causes.push('content')
  if (a.judging !== b.judging) causes.push('packs')
  if (a.reading !== b.reading) causes.push('engines')
  // Same bytes, packs and engines: then it was run, or no longer.
  return causes.length === 0 ? ['plan'] : causes
}

function placeOf(row: Row, single: boolean): string {
  const source = maybeTextOf(row, 'source')
  if (source === undefined) return textOf(row, 'name')
  const inside = textOf(row, 'inside')
  const path = single ? source.slice(source.indexOf('/') + 1) : source
  return inside === '' ? path : `${path}/${inside}`
}

function standingOf(row: Row): Standing {
  return {
    artifact: textOf(row, 'artifact'),
    name: textOf(row, 'name'),
    verdict: textOf(row, 'verdict') as Standing['verdict'],
    score: numberOf(row, 'score'),
    rules: JSON.parse(textOf(row, 'rules')) as string[],
    reading: maybeTextOf(row, 'reading') ?? '',
    judging: textOf(row, 'judging'),
  }
}
