import type { EventRecord, Match, Suppression } from '@clawback/model'
import { groundOf } from '../walk/evidence.js'
import { fitsGlob } from './glob.js'

/** What the suppressions come to for the matches of one artifact, by id of the match. */
export interface Decided {
  readonly covered: ReadonlyMap<string, Suppression>
  /** Covered by nothing that still holds, but by an entry that once did. */
  readonly expired: ReadonlyMap<string, Suppression>
}

interface Question {
  readonly suppressions: readonly Suppression[]
  /** Id of the artifact. */
  readonly artifact: string
  readonly matches: readonly Match[]
  readonly records: readonly EventRecord[]
  /** `YYYY-MM-DD` in UTC. */
  readonly today: string
}

/**
 * Which threats and deviations a person has decided about. A path covers a match only when everything the match rests
 * on lies there: what an event of a run showed, or a second file, is not what was decided about.
 */
export function decide({ suppressions, artifact, matches, records, today }: Question): Decided {
  const covered = new Map<string, Suppression>()
  const expired = new Map<string, Suppression>()
  if (suppressions.length === 0) return { covered, expired }
  const byId = new Map(records.map((record) => [record.id, record]))
  for (const match of matches) {
    if (match['rule.type'] === 'capability') continue
    const fitting = suppressions.filter(
      (one) =>
        namesRule(one, match) && (one.artifact ?? artifact) === artifact && coversPath(one, match, byId),
    )
    const holding = fitting.find((one) => one.expires >= today)
    if (holding !== undefined) covered.set(match.id, holding)
    else if (fitting[0] !== undefined) expired.set(match.id, fitting[0])
  }
  return { covered, expired }
}

function namesRule({ rule }: Suppression, match: Match): boolean {
  return rule === match['rule.id'] || rule === `${match['rule.pack']}/${match['rule.id']}`
}

function coversPath({ path }: Suppression, match: Match, byId: ReadonlyMap<string, EventRecord>): boolean {
  if (path === undefined) return true
  const ground = groundOf(match, byId)
  return (
    ground.length > 0 &&
    ground.every((record) => {
      const file = record['file.path']
      return record.stage === 'read' && file !== undefined && fitsGlob(path, file)
    })
  )
}
