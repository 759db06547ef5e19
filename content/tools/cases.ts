import { buildRecord, fieldProblem, kinds } from '@clawback/model'
import type { EventRecord, Kind, Stage } from '@clawback/model'
import type { PackProblem } from './problem.js'
import { stem } from './paths.js'
import type { Place, YamlDocument } from './yaml.js'

/** One case: the records of one artifact, or of one stretch of time, and whether the rule must speak. */
export interface RuleCase {
  readonly name: string
  readonly expect: 'match' | 'quiet'
  readonly records: readonly EventRecord[]
  readonly place: Place
}

/** The cases of one rule, from `cases/<rule-id>.yml`. */
export interface RuleCases {
  readonly rule: string
  readonly cases: readonly RuleCase[]
  readonly place: Place
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Reads the documents of `cases/`: `{stage?, positive: [{name, records}], negative: [{name, records}]}`. A record gives
 * its kind and the fields that matter; the envelope is filled in. `at` sets its time in seconds from the first.
 */
export function readCases(
  documents: readonly YamlDocument[],
  problems: PackProblem[],
): ReadonlyMap<string, RuleCases> {
  const found = new Map<string, RuleCases>()
  for (const document of documents) {
    const value = (document.value ?? {}) as Fields
    const rule = typeof value['rule'] === 'string' ? value['rule'] : stem(document.path)
    const cases = (['positive', 'negative'] as const).flatMap((part) =>
      readPart(document, value, part, rule, problems),
    )
    const before = found.get(rule)?.cases ?? []
    found.set(rule, { rule, cases: [...before, ...cases], place: document.at() })
  }
  return found
}

function readPart(
  document: YamlDocument,
  value: Fields,
  part: 'positive' | 'negative',
  rule: string,
  problems: PackProblem[],
): RuleCase[] {
  const items = value[part]
  if (!Array.isArray(items)) return []
  return (items as readonly unknown[]).flatMap((item, index): RuleCase[] => {
    const { name, records } = (item ?? {}) as Fields
    const refuse = (keys: readonly (string | number)[], detail: string): RuleCase[] => {
      const place = document.at(part, index, ...keys)
      problems.push({ severity: 'error', ...place, detail, mend: 'See docs/events.md.', rule })
      return []
    }
    if (typeof name !== 'string') return refuse([], 'the case has no name')
    if (!Array.isArray(records) || records.length === 0) return refuse(['records'], 'the case has no records')
    const built: EventRecord[] = []
    for (const [seq, record] of (records as readonly unknown[]).entries()) {
      const result = toRecord((record ?? {}) as Fields, value['stage'], seq)
      if (typeof result === 'string') return refuse(['records', seq], result)
      built.push(result)
    }
    const expect = part === 'positive' ? 'match' : 'quiet'
    return [{ name, expect, records: built, place: document.at(part, index) }]
  })
}

const start = Date.parse('2026-01-05T12:00:00.000Z')
const channels = { read: 'file', run: 'kernel', live: 'in-process' } as const
const trusts = { read: 3, run: 3, live: 1 } as const

function toRecord(fields: Fields, preset: unknown, seq: number): EventRecord | string {
  const { at, ...own } = fields
  const kind = own['kind']
  if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) return `there is no kind ${String(kind)}`
  const stages: readonly string[] = kinds[kind as Kind]
  const stage = (own['stage'] ?? (stages.includes(String(preset)) ? preset : stages[0])) as Stage
  if (!stages.includes(stage)) return `${kind} does not occur at stage ${stage}`
  for (const [name, value] of Object.entries(own)) {
    const problem = fieldProblem(name, value)
    if (problem !== undefined) return problem
  }
  const seconds = typeof at === 'number' ? at : seq
  return buildRecord({
    kind: kind as Kind,
    stage,
    time: new Date(start + seconds * 1000).toISOString(),
    seq,
    'source.engine': 'case',
    'source.version': '1',
    'source.channel': channels[stage],
    'source.trust': trusts[stage],
    'subject.artifact': 'case',
    ...(stage === 'run' ? { 'subject.run': 'case' } : {}),
    ...(stage === 'live' ? { 'session.id': 'case' } : {}),
    ...own,
  })
}
