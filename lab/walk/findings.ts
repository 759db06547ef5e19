import type { Evidence, EventRecord, Finding, Match, Pack, RuleLevel } from '@clawback/model'
import { groupBy } from './group.js'
import { describeRule } from './rules.js'
import { summarise } from './summary.js'

const levels: readonly RuleLevel[] = ['critical', 'high', 'medium', 'low', 'informational']
/** Places shown per finding; the rest is counted by the records themselves. */
const evidenceCap = 8

/** Threat and deviation matches as findings, one per rule, gravest first, each with the places a person can look at. */
export function describeFindings(
  matches: readonly Match[],
  records: readonly EventRecord[],
  packs: readonly Pack[],
): readonly Finding[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  const byRule = groupBy(
    matches.filter((match) => match['rule.type'] !== 'capability'),
    (match) => `${match['rule.pack']}/${match['rule.id']}`,
  )
  return [...byRule.values()]
    .flatMap(([first, ...rest]) =>
      first === undefined ? [] : [toFinding(first, [first, ...rest], byId, packs)],
    )
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || a.rule.localeCompare(b.rule))
}

function toFinding(
  match: Match,
  same: readonly Match[],
  byId: ReadonlyMap<string, EventRecord>,
  packs: readonly Pack[],
): Finding {
  const rule = describeRule(packs, match['rule.pack'], match['rule.id'])
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
    evidence: same.flatMap((one) => evidence(one, byId)).slice(0, evidenceCap),
  }
}

/** Follows a match down to the facts and events it rests on: matches on matches end at bytes or at an event. */
function evidence(match: Match, byId: ReadonlyMap<string, EventRecord>, depth = 0): readonly Evidence[] {
  return match['match.refs'].flatMap((id) => {
    const record = byId.get(id)
    if (record === undefined) return []
    if (record.kind === 'match' && depth < 4) return evidence(record as Match, byId, depth + 1)
    return [{ record: id, kind: record.kind, where: place(record), excerpt: summarise(record) }]
  })
}

/** Where a person looks: `path:line` of a fact, `run#seq` of an event. */
export function place(record: EventRecord): string {
  if (record.stage === 'run') return `${record['subject.run'] ?? ''}#${record.seq}`
  const line = record['code.line.number']
  return `${record['file.path'] ?? '.'}${line === undefined ? '' : `:${line}`}`
}
