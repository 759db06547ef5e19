import type { Ledger } from '@clawback/ledger'
import { maybeTextOf, numberOf, textOf } from '@clawback/ledger'
import type { Source } from '../bulk/source.js'
import { groupBy } from '../walk/group.js'
import type { Labelled } from './evaluate.js'

/** The artifacts of a store that somebody labelled. */
export interface LabelledCorpus {
  readonly labelled: readonly Labelled[]
  /** Artifacts whose copies carry different labels: they prove nothing. */
  readonly disagreeing: readonly string[]
  /** Labelled sources that the store has no artifact of: not looked at is not clean. */
  readonly unseen: readonly string[]
}

/** Joins a store with labels, its own when no others are given. An artifact counts once, however many copies it has. */
export async function readLabelled(ledger: Ledger, labels?: readonly Source[]): Promise<LabelledCorpus> {
  const rows = await ledger.all(
    `SELECT c.source, c.label, c.family, c.labelled, e.artifact, e.name, e.verdict, e.score,
     (SELECT json_group_array(DISTINCT f.rule) FROM finding f WHERE f.artifact = e.artifact) AS rules
     FROM copies c JOIN examination e USING (artifact) ORDER BY c.source`,
  )
  const told = labels === undefined ? undefined : new Map(labels.map((one) => [one.id, one]))
  const seen = new Set<string>()
  const all = rows.flatMap((row): Labelled[] => {
    const source = textOf(row, 'source')
    const about = told === undefined ? ownLabel(row) : told.get(source)
    seen.add(source)
    if (about?.label === undefined) return []
    return [
      {
        artifact: textOf(row, 'artifact'),
        name: textOf(row, 'name'),
        verdict: textOf(row, 'verdict') as Labelled['verdict'],
        score: numberOf(row, 'score'),
        rules: JSON.parse(textOf(row, 'rules')) as string[],
        source,
        label: about.label,
        ...(about.family === undefined ? {} : { family: about.family }),
        ...(about.labelled === undefined ? {} : { labelled: about.labelled }),
      },
    ]
  })
  const byArtifact = [...groupBy(all, ({ artifact }) => artifact).values()]
  const agrees = (copies: readonly Labelled[]): boolean =>
    new Set(copies.map(({ label }) => label)).size === 1
  return {
    labelled: byArtifact.filter(agrees).flatMap((copies) => copies.slice(0, 1)),
    disagreeing: byArtifact
      .filter((copies) => !agrees(copies))
      .flatMap((copies) => copies.map(({ source }) => source)),
    unseen: told === undefined ? await ownUnseen(ledger) : [...told.keys()].filter((id) => !seen.has(id)),
  }
}

function ownLabel(row: Parameters<typeof maybeTextOf>[0]): Partial<Source> {
  const [label, family, labelled] = ['label', 'family', 'labelled'].map((column) => maybeTextOf(row, column))
  return {
    ...(label === undefined ? {} : { label }),
    ...(family === undefined ? {} : { family }),
    ...(labelled === undefined ? {} : { labelled }),
  }
}

async function ownUnseen(ledger: Ledger): Promise<readonly string[]> {
  const rows = await ledger.all(
    'SELECT source FROM source WHERE label IS NOT NULL AND source NOT IN (SELECT source FROM copies) ORDER BY source',
  )
  return rows.map((row) => textOf(row, 'source'))
}
