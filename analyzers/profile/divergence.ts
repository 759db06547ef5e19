import { buildRecord, shownBy } from '@clawback/model'
import type { EventRecord, RunStatus, Shown, Trace, TraceEvent } from '@clawback/model'

/** Variants that change what a sample sees of its surroundings, and the actions that cannot show themselves there. */
const compared: ReadonlyMap<string, RegExp> = new Map([
  ['no-hooks', /^env\./],
  ['sleep-skip', /^$/],
  ['shifted-date', /^$/],
  ['ci', /^$/],
  ['offline', /^(?:net|dns|http|llm)\.|^canary\.leak$/],
])

/** Statuses after which nothing can be said about what a run did not do. */
const cut: ReadonlySet<RunStatus> = new Set([
  'timeout',
  'memory',
  'output-flood',
  'event-flood',
  'missing-dependency',
  'trace-incomplete',
  'sandbox-error',
])

/** Records of one variant at most; a run that differs in everything says so often enough. */
const most = 64

/**
 * What an entry point did in one variant only, or in every base run and not in the variant: one `run.divergence` record
 * each, after the records of the variant's run. Base runs are compared with each other first: what differs between them
 * is the sample's own unsteadiness, and neither it nor what looks like it counts. One base run is enough to compare,
 * two are needed to know the noise. A variant that was cut short lacks nothing; a base run that was cut short is named
 * in `run.status`.
 */
export function compareVariants(traces: readonly Trace[]): EventRecord[] {
  const entries = new Map<string, Trace[]>()
  for (const trace of traces) {
    const { actor, name, command } = trace.outcome.entry
    const key = JSON.stringify([actor, name, command])
    entries.set(key, [...(entries.get(key) ?? []), trace])
  }
  return [...entries.values()].flatMap(compareEntry)
}

function compareEntry(traces: readonly Trace[]): EventRecord[] {
  const bases = traces.filter(({ outcome }) => outcome.variant === 'base')
  if (bases.length === 0) return []
  const seen = bases.map(behaviours)
  const ever = new Set(seen.flatMap((one) => [...one.keys()]))
  const always = new Set([...ever].filter((key) => seen.every((one) => one.has(key))))
  const noise = new Set([...ever].filter((key) => !always.has(key)).map(coarse))
  const isNew = (key: string): boolean => !ever.has(key) && !noise.has(coarse(key))
  const baseStatus = bases.map(({ outcome }) => outcome.status).find((status) => cut.has(status))
  const [first] = seen

  return traces.flatMap((trace) => {
    const { variant, status } = trace.outcome
    const silent = compared.get(variant)
    if (silent === undefined || status === 'sandbox-error') return []
    const here = behaviours(trace)
    const only = [...here].filter(([key]) => isNew(key))
    const missing = cut.has(status)
      ? []
      : [...always]
          .filter((key) => !here.has(key))
          .flatMap((key): [string, TraceEvent][] => {
            const event = first?.get(key)
            return event === undefined || silent.test(event.kind) ? [] : [[key, event]]
          })
    return [
      ...only.map(([, event]) => ({ event, change: 'only-here' as const })),
      ...missing.map(([, event]) => ({ event, change: 'missing-here' as const })),
    ]
      .slice(0, most)
      .map((one, index) => divergence(trace, index, one, baseStatus))
  })
}

interface Difference {
  readonly event: TraceEvent
  readonly change: 'only-here' | 'missing-here'
}

function divergence(
  { outcome, events }: Trace,
  index: number,
  { event, change }: Difference,
  baseStatus: RunStatus | undefined,
): EventRecord {
  const shown = shownBy(event)
  return buildRecord({
    kind: 'run.divergence',
    stage: 'run',
    time: events.at(-1)?.time ?? event.time,
    seq: events.length + index,
    cause: event.id,
    'source.engine': 'variants',
    'source.version': '1',
    'source.channel': event['source.channel'],
    'source.trust': event['source.trust'],
    'subject.run': outcome.run,
    'subject.artifact': outcome.artifact,
    'run.entry': outcome.entry.name,
    'run.actor': outcome.entry.actor,
    'run.variant': outcome.variant,
    'run.change': change,
    'capability.action': shown?.action,
    'capability.target': shown?.target,
    'capability.basis': 'observed',
    ...(baseStatus === undefined ? {} : { 'run.status': baseStatus }),
  })
}

/** What a run did, each with the first record that shows it. Looking around counts, reading what is read anyway does not. */
function behaviours({ events }: Trace): ReadonlyMap<string, TraceEvent> {
  const found = new Map<string, TraceEvent>()
  for (const event of events) {
    const shown = shownBy(event)
    if (shown === undefined || event['file.operation'] === 'platform') continue
    const key = keyOf(shown)
    if (!found.has(key)) found.set(key, event)
  }
  return found
}

/** Dates, times, counters and digests in a target differ from run to run by themselves. */
function keyOf({ action, target }: Shown): string {
  const steady = target
    .replace(/\d{4}([-_./])\d{2}\1\d{2}/g, '#')
    .replace(/(?<![0-9a-f])[0-9a-f]{8,}(?![0-9a-f])/gi, '#')
    .replace(/\d{6,}/g, '#')
  return `${action}\n${steady}`
}

/** What an unsteady target has in common with its next form: the folder of a path, the domain of a host. */
function coarse(key: string): string {
  const [action = '', target = ''] = key.split('\n')
  if (target.includes('/')) return `${action}\n${target.slice(0, target.lastIndexOf('/'))}`
  const host = target.replace(/:\d+$/, '')
  return `${action}\n${host.includes('.') ? host.split('.').slice(-2).join('.') : target}`
}
