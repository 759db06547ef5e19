import type { FamilyBasis, Shared } from '@clawback/model'
import type { Reading } from './reading.js'

/** Artifacts that belong together, by their places in a reading. */
export interface Group {
  readonly name: string
  readonly basis: FamilyBasis
  readonly places: readonly number[]
  /** Where it has an id of its own. */
  readonly id?: string
  /** Passages that members have in common, where they were compared. */
  readonly shared?: Partial<Record<'text' | 'code', readonly Shared[]>>
}

/** A host that fewer artifacts name tells nothing; one that a larger share names is everybody's. */
const fewest = 3
const largestShare = 0.1
const most = 300

/**
 * The groups of a corpus: families that its labels name, and what `bulk families` found, near-duplicates and campaigns.
 * As long as nobody looked for campaigns, artifacts that name the same uncommon host stand for them. This is the one
 * place that says what a group is.
 */
export function groupsOf(reading: Reading): readonly Group[] {
  const looked = reading.relations.length > 0
  return [...labelled(reading), ...(looked ? related(reading) : byHost(reading))]
    .sort((a, b) => flagged(b, reading) - flagged(a, reading) || b.places.length - a.places.length)
    .slice(0, most)
}

/** What was found, without artifacts that left since. */
function related({ relations, placeOf }: Reading): readonly Group[] {
  return relations.flatMap(({ id, basis, name, artifacts, shared }) => {
    const places = artifacts.flatMap((artifact) => placeOf.get(artifact) ?? [])
    return places.length < 2 ? [] : [{ id, basis, name, places, shared }]
  })
}

function labelled({ rows }: Reading): readonly Group[] {
  const by = new Map<string, number[]>()
  for (const [place, { families }] of rows.entries())
    for (const family of families) {
      const places = by.get(family)
      if (places === undefined) by.set(family, [place])
      else places.push(place)
    }
  return [...by].flatMap(([name, places]) =>
    places.length < 2 ? [] : [{ name, basis: 'label' as const, places }],
  )
}

/** Hosts that exactly the same artifacts name are one group. */
function byHost({ hosts, rows }: Reading): readonly Group[] {
  const by = new Map<string, { readonly names: string[]; readonly places: readonly number[] }>()
  for (const { what, places } of hosts) {
    if (places.length < fewest || places.length > Math.max(fewest, rows.length * largestShare)) continue
    const key = [...places].sort((a, b) => a - b).join(' ')
    const known = by.get(key)
    if (known === undefined) by.set(key, { names: [what], places })
    else known.names.push(what)
  }
  return [...by.values()].map(({ names, places }) => ({
    name: names.length === 1 ? (names[0] ?? '') : `${names[0] ?? ''} and ${names.length - 1} more`,
    basis: 'host',
    places,
  }))
}

/** How many of its artifacts have a verdict that is not benign: what is read first. */
function flagged({ places }: Group, { rows }: Reading): number {
  return places.filter((place) => ['malicious', 'suspicious'].includes(rows[place]?.verdict ?? '')).length
}
