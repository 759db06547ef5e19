import { numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import type { Family, FamilySummary, Shared } from '@clawback/model'
import { sha256 } from '@clawback/model'
import { groupsOf } from './groups.js'
import type { Group } from './groups.js'
import { verdictsOf } from './overview.js'
import type { Having, Reading } from './reading.js'

/** Lines of each list of what members share. */
const top = 25

/** The groups of a corpus, by id. Ids are the same for the same group in every reading. */
export function groupsById(reading: Reading): ReadonlyMap<string, Group> {
  return new Map(groupsOf(reading).map((group) => [idOf(group), group]))
}

export function summariseFamily(id: string, { name, basis, places }: Group, reading: Reading): FamilySummary {
  const rows = places.flatMap((place) => reading.rows[place] ?? [])
  return { id, name, basis, members: rows.length, verdicts: verdictsOf(rows) }
}

/** A family with its members and what at least two of them share, what is rarest elsewhere first. */
export async function readFamily(
  ledger: Ledger,
  reading: Reading,
  id: string,
  { name, basis, places, shared }: Group,
): Promise<Family> {
  const members = places.flatMap((place) => reading.rows[place] ?? [])
  const within = new Set(places)
  return {
    id,
    name,
    basis,
    members: members.map((row) => ({
      id: row.artifact,
      name: row.name,
      verdict: row.verdict,
      score: row.score,
      source: row.sources[0] ?? '',
    })),
    shared: {
      hosts: sharedOf(reading.hosts, within),
      rules: sharedOf(
        reading.rules.map(({ what, places }) => ({ what: what.rule, places })),
        within,
      ),
      capabilities: await sharedCapabilities(
        ledger,
        members.map(({ artifact }) => artifact),
      ),
      ...shared,
    },
  }
}

function sharedOf(list: readonly Having<string>[], within: ReadonlySet<number>): readonly Shared[] {
  return ranked(
    list.map(({ what, places }) => {
      const members = places.filter((place) => within.has(place)).length
      return { name: what, members, elsewhere: places.length - members }
    }),
  )
}

async function sharedCapabilities(ledger: Ledger, artifacts: readonly string[]): Promise<readonly Shared[]> {
  const rows = await ledger.all(
    `WITH ours AS (SELECT DISTINCT action, target, artifact FROM capability
       WHERE artifact IN (SELECT value FROM json_each(?)) AND target <> '*'),
     often AS (SELECT action, target, count(*) AS n FROM ours GROUP BY 1, 2 HAVING n > 1 ORDER BY n DESC LIMIT 100)
     SELECT action || ' ' || target AS name, n, (SELECT count(DISTINCT c.artifact) FROM capability c
       WHERE c.action = often.action AND c.target = often.target) AS everywhere FROM often`,
    [JSON.stringify(artifacts)],
  )
  return ranked(
    rows.map((row) => {
      const members = numberOf(row, 'n')
      return { name: textOf(row, 'name'), members, elsewhere: numberOf(row, 'everywhere') - members }
    }),
  )
}

function ranked(all: readonly Shared[]): readonly Shared[] {
  const tells = ({ members, elsewhere }: Shared): number => members / (members + elsewhere)
  return all
    .filter(({ members }) => members > 1)
    .sort((a, b) => b.members * tells(b) - a.members * tells(a) || (a.name < b.name ? -1 : 1))
    .slice(0, top)
}

function idOf({ id, basis, name }: Group): string {
  return sha256(id ?? `${basis}\n${name}`).slice(0, 12)
}
