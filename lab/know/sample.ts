import { createHash } from 'node:crypto'
import { groupBy } from '../walk/group.js'
import type { ArtifactRow } from './query.js'

export type Stratum = 'verdict' | 'kind' | 'label' | 'family' | 'rule'

/** So many artifacts of each stratum, by lot: the same seed draws the same ones. Of a family only one is drawn each time. */
export function drawSample(
  rows: readonly ArtifactRow[],
  { by, per, seed }: { readonly by: Stratum; readonly per: number; readonly seed: string },
): readonly (ArtifactRow & { readonly stratum: string })[] {
  const strata = groupBy(
    rows.flatMap((row) => strataOf(row, by).map((stratum) => ({ stratum, row }))),
    ({ stratum }) => stratum,
  )
  return [...strata]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([stratum, members]) => {
      const drawn = [...members].sort((a, b) => (lot(a.row, seed) < lot(b.row, seed) ? -1 : 1))
      return drawn.slice(0, per).map(({ row }) => ({ stratum, ...row }))
    })
}

function strataOf(row: ArtifactRow, by: Stratum): readonly string[] {
  if (by === 'verdict') return [row.verdict]
  if (by === 'kind') return [row.kind]
  const many = { label: row.labels, family: row.families, rule: row.rules }[by]
  return many.length === 0 ? ['none'] : many
}

function lot({ artifact }: ArtifactRow, seed: string): string {
  return createHash('sha256').update(`${seed}\n${artifact}`).digest('hex')
}
