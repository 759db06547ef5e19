import { disclosureOf } from '@clawback/analyzers'
import type { BehaviorProfile, Evidence, EventRecord, Finding, Match, Pack, RuleLevel } from '@clawback/model'
import { groupBy } from './group.js'
import { describeRule } from './rules.js'
import { summarise } from './summary.js'

const levels: readonly RuleLevel[] = ['critical', 'high', 'medium', 'low', 'informational']
/** Places shown per finding; the rest is counted by the records themselves. */
const evidenceCap = 8

interface Examined {
  readonly matches: readonly Match[]
  readonly records: readonly EventRecord[]
  readonly packs: readonly Pack[]
  readonly profile: BehaviorProfile
}

interface Known extends Examined {
  readonly byId: ReadonlyMap<string, EventRecord>
}

/**
 * Threat and deviation matches as findings, one per rule, gravest first, each with the places a person can look at and
 * whether the artifact says that it does this.
 */
export function describeFindings(examined: Examined): readonly Finding[] {
  const { matches, records } = examined
  const known = { ...examined, byId: new Map(records.map((record) => [record.id, record])) }
  const byRule = groupBy(
    matches.filter((match) => match['rule.type'] !== 'capability'),
    (match) => `${match['rule.pack']}/${match['rule.id']}`,
  )
  return [...byRule.values()]
    .flatMap(([first, ...rest]) => (first === undefined ? [] : [toFinding(first, [first, ...rest], known)]))
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || a.rule.localeCompare(b.rule))
}

function toFinding(match: Match, same: readonly Match[], { byId, packs, profile }: Known): Finding {
  const rule = describeRule(packs, match['rule.pack'], match['rule.id'])
  const records = same.flatMap((one) => underlying(one, byId)).slice(0, evidenceCap)
  const disclosure = disclosureOf(records, profile, byId)
  return {
    rule: match['rule.id'],
    title: match['rule.title'],
    pack: match['rule.pack'],
    version: match['rule.version'],
    level: match['rule.level'],
    type: match['rule.type'],
    tags: match['rule.tags'] ?? [],
    why: rule.description,
    falsePositives: rule.falsePositives,
    evidence: records.map(toEvidence),
    ...(disclosure === undefined ? {} : { disclosure }),
  }
}

/** Follows a match down to the facts and events it rests on: matches on matches end at bytes or at an event. */
function underlying(match: Match, byId: ReadonlyMap<string, EventRecord>, depth = 0): readonly EventRecord[] {
  return match['match.refs'].flatMap((id) => {
    const record = byId.get(id)
    if (record === undefined) return []
    if (record.kind === 'match' && depth < 4) return underlying(record as Match, byId, depth + 1)
    return [record]
  })
}

function toEvidence(record: EventRecord): Evidence {
  return { record: record.id, kind: record.kind, where: place(record), excerpt: summarise(record) }
}

/** Where a person looks: `path:line` of a fact, `run#seq` of an event. */
export function place(record: EventRecord): string {
  if (record.stage === 'run') return `${record['subject.run'] ?? ''}#${record.seq}`
  const line = record['code.line.number']
  return `${record['file.path'] ?? '.'}${line === undefined ? '' : `:${line}`}`
}
