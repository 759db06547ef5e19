import type { CorpusOverview, Count, VerdictLabel } from '@clawback/model'
import type { ArtifactRow } from '../../know/query.js'
import { groupBy } from '../../walk/group.js'
import type { Having, Reading } from './reading.js'

/** Lines of each list. */
const top = 12

/** Distributions over all artifacts of a reading. */
export function overviewOf(reading: Reading): CorpusOverview {
  const { rows, rules, actions, hosts } = reading
  const most = (list: readonly Having<string>[]): readonly Count[] =>
    list.slice(0, top).map(({ what, places }) => countOf(what, places, rows))
  return {
    verdicts: verdictsOf(rows),
    kinds: countBy(rows, ({ kind }) => kind),
    labels: countBy(rows, ({ labels }) =>
      labels.length > 1 ? 'labels disagree' : (labels[0] ?? 'no label'),
    ),
    scores: scoresOf(rows),
    rules: most(rules.map(({ what, places }) => ({ what: what.rule, places }))),
    actions: most(actions),
    hosts: most(hosts),
    distinct: { rules: rules.length, actions: actions.length, hosts: hosts.length },
  }
}

/** How many of some artifacts have each verdict. */
export function verdictsOf(rows: readonly Pick<ArtifactRow, 'verdict'>[]): Count['verdicts'] {
  const counts: Record<VerdictLabel, number> = { malicious: 0, suspicious: 0, undetermined: 0, benign: 0 }
  for (const { verdict } of rows) counts[verdict]++
  return counts
}

function countOf(name: string, places: readonly number[], rows: readonly ArtifactRow[]): Count {
  const having = places.flatMap((place) => rows[place] ?? [])
  return { name, artifacts: having.length, verdicts: verdictsOf(having) }
}

function countBy(rows: readonly ArtifactRow[], nameOf: (row: ArtifactRow) => string): readonly Count[] {
  return [...groupBy(rows, nameOf)]
    .map(([name, same]) => ({ name, artifacts: same.length, verdicts: verdictsOf(same) }))
    .sort((a, b) => b.artifacts - a.artifacts || (a.name < b.name ? -1 : 1))
}

/** 0, and then tens: most artifacts of an ordinary corpus score nothing, and would hide the others. */
function scoresOf(rows: readonly ArtifactRow[]): readonly Count[] {
  const by = groupBy(rows, ({ score }) => String(Math.min(10, Math.ceil(score / 10))))
  return Array.from({ length: 11 }, (_, bucket) => {
    const same = by.get(String(bucket)) ?? []
    const name = bucket === 0 ? '0' : `${bucket * 10 - 9}–${bucket * 10}`
    return { name, artifacts: same.length, verdicts: verdictsOf(same) }
  })
}
