import type { Ledger } from '@clawback/ledger'
import type { Shared } from '@clawback/model'
import { queryStore } from '../query.js'
import type { ArtifactRow } from '../query.js'
import { campaignsOf } from './campaigns.js'
import type { Campaign } from './campaigns.js'
import { familiesOf } from './families.js'
import type { NearFamily } from './families.js'
import type { Payload } from './payloads.js'
import { readSketches } from './read-sketches.js'
import { sharedShingles } from './shared.js'
import type { Sketch } from './sketch.js'

/** One artifact of a family as the store knows it. */
export type Member = Pick<ArtifactRow, 'artifact' | 'name' | 'verdict' | 'labels' | 'families' | 'sources'>

interface Told {
  readonly name: string
  readonly members: readonly Member[]
  /** What members carry or fetch, each with how many of them do; most frequent first. */
  readonly payloads: readonly (Payload & { readonly artifacts: number })[]
}

export type ToldFamily = Told &
  Omit<NearFamily, 'members'> & { readonly shared: Partial<Record<'text' | 'code', readonly Shared[]>> }
export type ToldCampaign = Told & Omit<Campaign, 'members'>

/** How the artifacts of a store hang together. */
export interface Relations {
  readonly artifacts: number
  /** Sketches made now, and artifacts that have no observation to make one of. */
  readonly made: number
  readonly unread: number
  readonly families: readonly ToldFamily[]
  readonly campaigns: readonly ToldCampaign[]
}

/** Compares all artifacts that are there now. `least` is how many members are told of, at least two (campaigns: three). */
export async function findRelations(ledger: Ledger, least = 2): Promise<Relations> {
  const { sketches, made, unread } = await readSketches(ledger)
  const families = familiesOf(sketches)
  const known = new Map((await queryStore(ledger)).map((row) => [row.artifact, row]))
  const flagged = new Set([...known.values()].filter(isFlagged).map(({ artifact }) => artifact))
  const campaigns = campaignsOf(sketches, families, { least: Math.max(3, least), flagged })
  const large = families.filter(({ members }) => members.length >= least)
  const shared = await sharedShingles(ledger, large, sketches)
  const sketched = new Map(sketches.map((sketch) => [sketch.artifact, sketch]))
  const told = (members: readonly string[]): Pick<Told, 'members' | 'payloads'> => ({
    members: members.flatMap((one) => memberOf(known.get(one))),
    payloads: payloadsIn(members.flatMap((one) => sketched.get(one) ?? [])),
  })
  return {
    artifacts: sketches.length,
    made,
    unread,
    families: large.map((family) => {
      const { members, payloads } = told(family.members)
      return { ...family, name: commonName(members), members, payloads, shared: shared.get(family.id) ?? {} }
    }),
    campaigns: campaigns
      .map((campaign) => {
        const [first, ...more] = campaign.infrastructure.map(({ name }) => name.slice(name.indexOf(' ') + 1))
        const name = more.length === 0 ? (first ?? '') : `${first ?? ''} and ${more.length} more`
        return { ...campaign, name, ...told(campaign.members) }
      })
      .sort((a, b) => flaggedOf(b) - flaggedOf(a) || b.members.length - a.members.length),
  }
}

/** Members whose verdict is not benign: with many of them a campaign is read first. */
function flaggedOf({ members }: Told): number {
  return members.filter(isFlagged).length
}

function isFlagged({ verdict }: Pick<ArtifactRow, 'verdict'>): boolean {
  return verdict === 'malicious' || verdict === 'suspicious'
}

function memberOf(row: ArtifactRow | undefined): readonly Member[] {
  if (row === undefined) return []
  const { artifact, name, verdict, labels, families, sources } = row
  return [{ artifact, name, verdict, labels, families, sources }]
}

/** The name that most members have. */
function commonName(members: readonly Member[]): string {
  const counts = new Map<string, number>()
  for (const { name } of members) counts.set(name, (counts.get(name) ?? 0) + 1)
  const [[name] = ['']] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  return name
}

function payloadsIn(sketches: readonly Sketch[]): Told['payloads'] {
  const found = new Map<string, { payload: Payload; artifacts: number }>()
  for (const { payloads } of sketches)
    for (const payload of payloads) {
      const known = found.get(payload.sha256)
      if (known === undefined) found.set(payload.sha256, { payload, artifacts: 1 })
      else known.artifacts++
    }
  return [...found.values()]
    .map(({ payload, artifacts }) => ({ ...payload, artifacts }))
    .sort((a, b) => b.artifacts - a.artifacts || (a.sha256 < b.sha256 ? -1 : 1))
}
