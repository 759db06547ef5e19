import { sha256 } from '@clawback/model'
import { meetCandidates, openUnions } from './bands.js'
import type { Unions } from './bands.js'
import { alikeBehaviours } from './behaviours.js'
import type { Edge, Likeness } from './edge.js'
import { estimate, likeness } from './minhash.js'
import type { Sketch } from './sketch.js'

/** Why the members of a family are one: of each kind of likeness the links that hold it together. */
export interface Reason {
  readonly by: Likeness
  readonly links: number
  /** Scores of these links: 0 to 1. */
  readonly least: number
  readonly most: number
  /** The strongest link, by artifacts. */
  readonly between: readonly [string, string]
}

/** Artifacts that are near-duplicates of each other, directly or over others. */
export interface NearFamily {
  /** Twelve digits of the digest of the smallest member: the same as long as that one is in it. */
  readonly id: string
  /** Ascending. */
  readonly members: readonly string[]
  readonly reasons: readonly Reason[]
}

/** From here on two are alike, and how many shingles are too few to say so. */
const limits = { text: { least: 0.5, few: 20 }, code: { least: 0.6, few: 12 } } as const

/** How far below the limit an estimate may be before the sets themselves are compared: over four standard errors. */
const doubt = 0.2

/**
 * The families among sketches, largest first. The order of the sketches makes no difference. Linear in their number
 * but for pairs that are alike.
 */
export function familiesOf(sketches: readonly Sketch[], least = 2): readonly NearFamily[] {
  const sorted = [...sketches].sort((a, b) => (a.artifact < b.artifact ? -1 : 1))
  const edges = [...alike(sorted, 'text'), ...alike(sorted, 'code'), ...alikeBehaviours(sorted)]
  const unions = openUnions(sorted.length)
  for (const { a, b } of edges) unions.join(a, b)
  const groups = collect(unions, sorted.length)
  const held = new Map<number, Edge[]>()
  for (const edge of edges) {
    const root = unions.root(edge.a)
    const list = held.get(root)
    if (list === undefined) held.set(root, [edge])
    else list.push(edge)
  }
  const nameOf = (number: number): string => sorted[number]?.artifact ?? ''
  return [...groups]
    .filter(([, members]) => members.length >= Math.max(2, least))
    .map(([root, members]) => ({
      id: sha256(nameOf(root)).slice(0, 12),
      members: members.map(nameOf),
      reasons: reasonsOf(held.get(root) ?? [], nameOf),
    }))
    .sort((a, b) => b.members.length - a.members.length || (a.id < b.id ? -1 : 1))
}

function alike(sketches: readonly Sketch[], by: 'text' | 'code'): readonly Edge[] {
  const { least, few } = limits[by]
  const sets = sketches.map((sketch) => sketch[by])
  const unions = openUnions(sketches.length)
  const edges: Edge[] = []
  meetCandidates(
    sets.map(({ size, signature }) => (size < few ? new Uint32Array() : signature)),
    (a, b) => {
      const [x, y] = [sets[a], sets[b]]
      if (x === undefined || y === undefined) return
      if (estimate(x.signature, y.signature) < least - doubt) return
      const score = likeness(x, y)
      if (score >= least && unions.join(a, b)) edges.push({ by, a, b, score })
    },
    (a, b) => unions.root(a) === unions.root(b),
  )
  return edges
}

function collect(unions: Unions, size: number): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>()
  for (let number = 0; number < size; number++) {
    const root = unions.root(number)
    const group = groups.get(root)
    if (group === undefined) groups.set(root, [number])
    else group.push(number)
  }
  return groups
}

function reasonsOf(edges: readonly Edge[], nameOf: (number: number) => string): readonly Reason[] {
  return (['text', 'code', 'behaviour'] as const).flatMap((by) => {
    const [strongest, ...rest] = edges
      .filter((edge) => edge.by === by)
      .sort((a, b) => b.score - a.score || a.a - b.a || a.b - b.b)
    if (strongest === undefined) return []
    return [
      {
        by,
        links: rest.length + 1,
        least: rest.at(-1)?.score ?? strongest.score,
        most: strongest.score,
        between: [nameOf(strongest.a), nameOf(strongest.b)] as const,
      },
    ]
  })
}
