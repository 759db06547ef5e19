import { join } from 'node:path'
import type {
  CapabilityEvidence,
  EventRecord,
  ReportArtifact,
  ReportData,
  ReportIncident,
  ReportStanding,
  TimelineRow,
} from '@clawback/model'
import { safeDisplay } from '@clawback/text'
import { groundOf } from '../walk/evidence.js'
import type { Examination } from '../walk/examination.js'
import { capabilityOf } from '../store/kept.js'
import { groupBy } from '../walk/group.js'
import { summarise } from '../walk/summary.js'
import { reportHosts } from './hosts.js'
import { processTree } from './processes.js'
import { quoteFindings } from './quotes.js'
import { reportStrings } from './strings.js'

/** Rows of one artifact's timeline that a page carries. */
const timelineCap = 2000

/** Characters of a name that a page carries. */
const longestName = 300

/** Lays examinations and incidents out for the page. `made` is RFC 3339. */
export async function reportData(
  title: string,
  made: string,
  examinations: readonly Examination[],
  incidents: readonly ReportIncident[] = [],
  notices: readonly string[] = [],
): Promise<ReportData> {
  const artifacts: ReportArtifact[] = []
  for (const one of examinations) artifacts.push(await reportArtifact(one))
  return { title, made, artifacts, incidents, ...(notices.length === 0 ? {} : { notices }) }
}

/** One artifact as its page shows it. `roots` are folders it may lie in, beside its origin. */
export async function reportArtifact(
  one: Examination,
  roots: readonly string[] = [],
  corpus?: ReportStanding,
): Promise<ReportArtifact> {
  const { artifact, profile } = one
  const events = one.traces.flatMap((trace) => trace.events)
  const rules = rulesByRecord(one)
  const rows = keepMarked(events.map((event) => timelineRow(event, rules)))
  const { strings, cut } = reportStrings(one.records)
  return {
    id: artifact.id,
    name: safeDisplay(artifact.name, { limit: longestName }),
    kind: artifact.kind,
    origin: artifact.origin,
    verdict: one.verdict,
    findings: one.findings,
    capabilities: mergeBases(profile.capabilities),
    hidden: profile.hidden.map(capabilityOf).map(([action, target]) => `${action} ${target}`),
    runs: profile.runs,
    coverage: profile.coverage,
    gaps: artifact.gaps,
    timeline: rows,
    timelineCut: events.length - rows.length,
    processes: processTree(events),
    hosts: reportHosts(one.records),
    strings,
    stringsCut: cut,
    quotes: await quoteFindings(artifact, one.findings, [...new Set([...roots, ...originOf(artifact)])]),
    ...(corpus === undefined ? {} : { corpus }),
  }
}

/** The folder an artifact came from, when it came from one. */
function originOf({ origin }: Examination['artifact']): readonly string[] {
  return origin.type === 'folder' ? [join(origin.locator, origin.inside ?? '')] : []
}

/** Rules that found something, by the events and facts they rest on; what merely can be done marks nothing. */
function rulesByRecord({ records, matches }: Examination): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(records.map((record) => [record.id, record]))
  const rules = new Map<string, string[]>()
  for (const match of matches.filter((one) => one['rule.type'] !== 'capability'))
    for (const { id } of groundOf(match, byId))
      rules.set(id, [...new Set([...(rules.get(id) ?? []), match['rule.id']])])
  return rules
}

function timelineRow(event: EventRecord, rules: ReadonlyMap<string, readonly string[]>): TimelineRow {
  return {
    id: event.id,
    run: event['subject.run'] ?? '',
    seq: event.seq,
    ms: event['run.monotonic_ms'] ?? 0,
    kind: event.kind,
    what: summarise(event),
    process: event['run.exec_id'] ?? '',
    rules: rules.get(event.id) ?? [],
  }
}

/** Rows that rules rest on stay, however long the trace; the others fill what room is left, in order. */
function keepMarked(rows: readonly TimelineRow[]): readonly TimelineRow[] {
  let room = timelineCap - rows.filter((row) => row.rules.length > 0).length
  return rows.filter((row) => row.rules.length > 0 || room-- > 0)
}

/** One line for each action on a target, with every basis it was seen on. */
function mergeBases(capabilities: readonly CapabilityEvidence[]): ReportArtifact['capabilities'] {
  const told = capabilities.map(capabilityOf).map(([action, target, basis]) => ({ action, target, basis }))
  const merged = groupBy(told, ({ action, target }) => `${action} ${target}`)
  return [...merged.values()]
    .flatMap((same) => {
      const [first] = same
      return first === undefined
        ? []
        : [{ action: first.action, target: first.target, bases: [...new Set(same.map((one) => one.basis))] }]
    })
    .sort((a, b) => a.action.localeCompare(b.action) || a.target.localeCompare(b.target))
}
