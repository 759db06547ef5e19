import { sha256 } from '@clawback/model'
import { frequencies } from './behaviours.js'
import { openUnions } from './bands.js'
import type { NearFamily } from './families.js'
import type { Infrastructure } from './infrastructure.js'
import type { Sketch } from './sketch.js'

/** Artifacts that are not copies of each other, and name the same uncommon things outside. */
export interface Campaign {
  /** Twelve digits of the digest of its smallest piece of infrastructure. */
  readonly id: string
  readonly infrastructure: readonly { readonly name: Infrastructure; readonly artifacts: number }[]
  /** Artifacts, ascending. */
  readonly members: readonly string[]
  /** How many families and single artifacts the members are. */
  readonly unlike: number
}

/** Members that two pieces of infrastructure share, of those of both, when they are one campaign. */
const together = 0.5

/** Of the artifacts that name something common, how many were flagged when it is a campaign's all the same. */
const mostly = 0.5

/**
 * Campaigns, largest first. What is uncommon the corpus itself says: named by at least `least` artifacts and at most
 * twice the square root of all of them (56 of 800, 200 of 10,000), or by more of which most are `flagged`, that is not
 * benign by the packs: a campaign may be larger than any honest host. There is no list of hosts that are good.
 */
export function campaignsOf(
  sketches: readonly Sketch[],
  families: readonly NearFamily[],
  {
    least = 3,
    flagged = new Set(),
  }: { readonly least?: number; readonly flagged?: ReadonlySet<string> } = {},
): readonly Campaign[] {
  const frequency = frequencies(sketches.map(({ infrastructure }) => infrastructure))
  const suspect = frequencies(
    sketches.filter(({ artifact }) => flagged.has(artifact)).map(({ infrastructure }) => infrastructure),
  )
  const common = Math.max(least, 2 * Math.sqrt(sketches.length))
  const having = new Map<Infrastructure, string[]>()
  for (const { artifact, infrastructure } of [...sketches].sort((a, b) => (a.artifact < b.artifact ? -1 : 1)))
    for (const name of infrastructure) {
      const artifacts = frequency.get(name) ?? 0
      const isCommon = artifacts > common && (suspect.get(name) ?? 0) <= mostly * artifacts
      if (artifacts < least || isCommon) continue
      const members = having.get(name)
      if (members === undefined) having.set(name, [artifact])
      else members.push(artifact)
    }
  const familyOf = new Map(families.flatMap(({ id, members }) => members.map((one) => [one, id] as const)))
  return merge([...having].sort(([a], [b]) => (a < b ? -1 : 1)))
    .map((pieces) => {
      const members = [...new Set(pieces.flatMap(([, artifacts]) => artifacts))].sort()
      return {
        id: sha256(pieces[0]?.[0] ?? '').slice(0, 12),
        infrastructure: pieces
          .map(([name, artifacts]) => ({ name, artifacts: artifacts.length }))
          .sort((a, b) => b.artifacts - a.artifacts),
        members,
        unlike: new Set(members.map((one) => familyOf.get(one) ?? one)).size,
      }
    })
    .filter(({ unlike }) => unlike > 1)
    .sort((a, b) => b.members.length - a.members.length || (a.id < b.id ? -1 : 1))
}

type Piece = readonly [Infrastructure, readonly string[]]

/** Pieces that mostly the same artifacts name are one: a host, its URLs and the address beside it. */
function merge(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const unions = openUnions(pieces.length)
  const named = new Map<string, number[]>()
  for (const [number, [, members]] of pieces.entries())
    for (const one of members) {
      const list = named.get(one)
      if (list === undefined) named.set(one, [number])
      else list.push(number)
    }
  for (const [number, [, members]] of pieces.entries()) {
    const shared = new Map<number, number>()
    for (const one of members)
      for (const other of named.get(one) ?? [])
        if (other < number) shared.set(other, (shared.get(other) ?? 0) + 1)
    for (const [other, both] of shared) {
      const all = members.length + (pieces[other]?.[1].length ?? 0) - both
      if (both / all >= together) unions.join(number, other)
    }
  }
  const groups = new Map<number, Piece[]>()
  for (const [number, piece] of pieces.entries()) {
    const root = unions.root(number)
    groups.set(root, [...(groups.get(root) ?? []), piece])
  }
  return [...groups.values()]
}
