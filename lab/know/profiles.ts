import { numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import { sha256 } from '@clawback/model'
import type { BaselineOrigin, BehaviorProfile, VerdictLabel } from '@clawback/model'
import { readExamined } from '../export/examined.js'
import { matchingArtifacts } from './query.js'

/** Profiles of a store, and what says again which they were. */
export interface StoredProfiles {
  readonly profiles: readonly BehaviorProfile[]
  readonly origin: BaselineOrigin
}

const keys = `SELECT e.artifact || ' ' || coalesce(o.reading, '') || ' ' || coalesce(o.running, '') || ' ' || e.judging AS line
  FROM examination e LEFT JOIN observation o USING (artifact) WHERE e.artifact IN (SELECT value FROM json_each(?))
  ORDER BY line`

/** Profiles of what is there now with one verdict, gravest first, then by name. */
export async function readProfiles(ledger: Ledger, label: VerdictLabel): Promise<StoredProfiles> {
  const ids = await matchingArtifacts(ledger, { verdict: [label] })
  const profiles: BehaviorProfile[] = []
  for await (const { one } of readExamined(ledger, ids)) profiles.push(one.profile)
  const lines = (await ledger.all(keys, [JSON.stringify(ids)])).map((row) => textOf(row, 'line'))
  const run = numberOf((await ledger.get('SELECT coalesce(max(id), 0) AS n FROM run')) ?? {}, 'n')
  return { profiles, origin: { store: sha256(lines.join('\n')), artifacts: profiles.length, run } }
}
