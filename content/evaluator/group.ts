import type { EventRecord, Match } from '@clawback/model'
import { Expectation } from './baseline/expectation.js'
import type { Asked } from './baseline/expectation.js'
import { close, feedEvent, matching } from './engine.js'
import type { Sink } from './engine.js'
import { loadRules } from './load.js'
import type { LoadedCorrelation, LoadedRule, LoadOptions, SkippedRule } from './load.js'
import { makeView } from './match/view.js'
import { buildMatch } from './match-record.js'
import { firstText } from './mode.js'
import { makeRouter, recordLogsource } from './route.js'
import type { LogsourceOf } from './route.js'
import type { RuleSource } from './source.js'

export interface GroupOptions extends Pick<LoadOptions, 'lists'> {
  /** Matches kept of one rule on single records; more say nothing new. Default 200. */
  readonly matchesPerRule?: number
  readonly logsource?: LogsourceOf
}

/** Rules made ready for one closed group of records after another. */
export interface GroupMatcher {
  (records: readonly EventRecord[]): Match[]
  readonly skipped: readonly SkippedRule[]
}

/** Targets remembered for baselines. */
const remembered = 100_000

/** A sample of a baseline is one artifact with all its runs, so that is what stands against it. */
function subjectOf(record: Readonly<Record<string, unknown>>): Asked {
  const subject = firstText(record, ['subject.artifact', 'session.id'])
  return { principal: subject, session: subject, id: firstText(record, ['id']) }
}

/** How often a match may match in turn. */
const rounds = 4

/**
 * Matches the records of one artifact as one closed group (events.md, From record to verdict): single-event rules, rules
 * on matches, and correlations over the whole of time.
 */
export function matchGroup(
  sources: readonly RuleSource[],
  records: readonly EventRecord[],
  options: GroupOptions = {},
): Match[] {
  return createGroupMatcher(sources, options)(records)
}

/** The same for many groups: the rules are compiled once, and what correlations saw is forgotten after each group. */
export function createGroupMatcher(sources: readonly RuleSource[], options: GroupOptions = {}): GroupMatcher {
  const prepared = prepare(sources, options)
  const match = (records: readonly EventRecord[]): Match[] => {
    for (const correlation of prepared.loaded.correlations) correlation.renew()
    return run(prepared, records, options)
  }
  return Object.assign(match, { skipped: prepared.loaded.skipped })
}

type Prepared = ReturnType<typeof prepare>

function prepare(sources: readonly RuleSource[], { lists }: GroupOptions) {
  const view = makeView()
  const caps = { groups: 100_000, entries: 100_000 }
  const loaded = loadRules(sources, view, {
    caps,
    unbounded: true,
    ...(lists === undefined ? {} : { lists }),
  })
  return { view, loaded, router: makeRouter(loaded.rules, view) }
}

function run(
  { view, loaded, router }: Prepared,
  records: readonly EventRecord[],
  options: GroupOptions,
): Match[] {
  const logsourceOf = options.logsource ?? recordLogsource
  const most = options.matchesPerRule ?? 200
  const counts = new Map<LoadedRule, number>()
  const matches: Match[] = []
  let round: Match[] = []
  const keep = (match: Match): void => void (matches.push(match), round.push(match))
  const sinkFor = (record: EventRecord): Sink => ({
    rule: (hit, fields) => {
      const count = (counts.get(hit) ?? 0) + 1
      counts.set(hit, count)
      if (count <= most) keep(buildMatch(hit, record, { refs: [record.id], fields }, matches.length))
    },
    correlation: () => undefined,
  })
  const expectation = loaded.expects ? new Expectation(remembered) : undefined
  expectation?.use(loaded.baselines)
  const observe = (given: EventRecord): void => {
    const record = expectation === undefined ? given : { ...expectation.note(given, subjectOf), ...given }
    const hits = matching(router, view, record, logsourceOf(record))
    if (hits.length === 0) return
    const sink = sinkFor(record)
    const time = Date.parse(record.time)
    for (const hit of hits) {
      if (hit.rule.alerts) sink.rule(hit, hit.fields(view))
      feedEvent(hit, view, record.id, Number.isNaN(time) ? 0 : time, sink)
    }
  }
  const rematch = (): void => {
    for (let left = rounds; left > 0 && round.length > 0; left--) {
      const last = round
      round = []
      for (const match of last) observe(match)
    }
    round = []
  }
  for (const record of records) observe(record)
  rematch()
  // Most groups make no correlation speak.
  let byId: ReadonlyMap<string, EventRecord> | undefined
  close(loaded, Infinity, {
    rule: () => undefined,
    correlation: (hit, finding) => {
      if (finding.state !== 'final' || !hit.rule.alerts) return
      byId ??= new Map(records.map((record) => [record.id, record]))
      keep(ofCorrelation(hit, finding, byId, records, matches.length))
    },
  })
  rematch()
  return matches
}

/** The match of a correlation; what it carries on comes from the last record it rests on. */
function ofCorrelation(
  hit: LoadedCorrelation,
  finding: { readonly refs: readonly string[]; readonly group: readonly string[] },
  byId: ReadonlyMap<string, EventRecord>,
  records: readonly EventRecord[],
  seq: number,
): Match {
  const on = byId.get(finding.refs.at(-1) ?? '') ?? records[0] ?? {}
  const fields = Object.fromEntries(hit.rule.by.map(({ name }, i) => [name, finding.group[i] ?? '']))
  return buildMatch(hit, on, { refs: finding.refs, fields, group: finding.group }, seq)
}
