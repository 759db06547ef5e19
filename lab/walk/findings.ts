import { disclosureOf } from '@clawback/analyzers'
import type {
  BehaviorProfile,
  EventRecord,
  Finding,
  Match,
  Pack,
  RuleLevel,
  Suppression,
} from '@clawback/model'
import type { Decided } from '../suppress/decide.js'
import { groundOf, toEvidence } from './evidence.js'
import { groupBy } from './group.js'
import { describeRule } from './rules.js'

const levels: readonly RuleLevel[] = ['critical', 'high', 'medium', 'low', 'informational']
/** Places shown per finding; how many more there are is said. */
const evidenceCap = 8

interface Examined {
  readonly matches: readonly Match[]
  readonly records: readonly EventRecord[]
  readonly packs: readonly Pack[]
  readonly profile: Pick<BehaviorProfile, 'capabilities'>
  /** What a person decided about matches; nothing when absent. */
  readonly decided?: Decided
}

interface Known extends Examined {
  readonly byId: ReadonlyMap<string, EventRecord>
}

interface Told {
  readonly match: Match
  readonly suppressed?: Suppression
  readonly expired?: Suppression
}

/**
 * Threat and deviation matches as findings, gravest first, each with the places a person can look at: one per rule, and
 * one more for each suppression that covers some of its matches. Each tells whether the artifact says that it does this.
 */
export function describeFindings(examined: Examined): readonly Finding[] {
  const { matches, records, decided = { covered: new Map(), expired: new Map() } } = examined
  const told = matches
    .filter((match) => match['rule.type'] !== 'capability')
    .map((match) => tell(match, decided))
  if (told.length === 0) return []
  const known = { ...examined, byId: new Map(records.map((record) => [record.id, record])) }
  const groups = groupBy(told, ({ match, suppressed, expired }) =>
    [match['rule.pack'], match['rule.id'], suppressed?.source ?? '', expired?.source ?? ''].join('\n'),
  )
  return [...groups.values()]
    .flatMap((same) => toFinding(same, known))
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || a.rule.localeCompare(b.rule))
}

function tell(match: Match, { covered, expired }: Decided): Told {
  const [now, then] = [covered.get(match.id), expired.get(match.id)]
  if (now !== undefined) return { match, suppressed: now }
  return then === undefined ? { match } : { match, expired: then }
}

function toFinding(same: readonly Told[], { byId, packs, profile }: Known): readonly Finding[] {
  const [first] = same
  if (first === undefined) return []
  const { match, ...decision } = first
  const { description, falsePositives, fix } = describeRule(packs, match['rule.pack'], match['rule.id'])
  const ground = same.flatMap((one) => groundOf(one.match, byId))
  const distinct = [...new Map(ground.map((record) => [record.id, record])).values()]
  const more = distinct.length - evidenceCap
  const disclosure = disclosureOf(distinct.slice(0, evidenceCap), profile, byId)
  return [
    {
      rule: match['rule.id'],
      title: match['rule.title'],
      pack: match['rule.pack'],
      version: match['rule.version'],
      level: match['rule.level'],
      type: match['rule.type'],
      tags: match['rule.tags'] ?? [],
      // A probe with a header of its own has no description: its title is what there is to say.
      why: description === '' ? match['rule.title'] : description,
      falsePositives,
      ...(fix === undefined ? {} : { fix }),
      evidence: distinct.slice(0, evidenceCap).map(toEvidence),
      ...(more > 0 ? { more } : {}),
      ...(disclosure === undefined ? {} : { disclosure }),
      ...decision,
    },
  ]
}
