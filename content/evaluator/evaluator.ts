import type { Alert } from '@clawback/model'
import { close, feedEvent, matching } from './engine.js'
import type { Sink } from './engine.js'
import { explainRule } from './explain.js'
import type { RuleExplanation } from './explain.js'
import { loadRules } from './load.js'
import type { Loaded, SkippedRule } from './load.js'
import type { Lists } from './match/tests.js'
import { makeView } from './match/view.js'
import type { View } from './match/view.js'
import type { RuleMode } from './mode.js'
import { makeRouter, recordLogsource } from './route.js'
import type { LogsourceOf, Router } from './route.js'
import { adoptState, takeState } from './snapshot.js'
import type { Snapshot } from './snapshot.js'
import { checkSnapshot } from './snapshot-check.js'
import type { RuleSource } from './source.js'
import { Telling } from './telling.js'
import type { Manner } from './telling.js'
import { makeWatermarks } from './watermark.js'
import type { Watermarks } from './watermark.js'

export interface EvaluatorOptions {
  /** Lists by name; they come before those of the packs. */
  readonly lists?: Lists
  /** How late a record of a source may come behind its clock, in milliseconds. Default 30,000. */
  readonly lateness?: number
  /** Bounds of each correlation. Default 100,000 groups and 10,000 entries a group. */
  readonly groups?: number
  readonly entries?: number
  /** Rule id -> what the operator decided. */
  readonly modes?: Readonly<Record<string, RuleMode>>
  /** Log source of an event; by default that of our records (see {@link recordLogsource}). */
  readonly logsource?: LogsourceOf
  /** False applies every rule to every event, whatever log source it is written for. Default true. */
  readonly routing?: boolean
  /** Event time in milliseconds, or NaN; by default `time` as RFC 3339. */
  readonly timeOf?: (event: Readonly<Record<string, unknown>>) => number
  /** Id of an event; by default `id`. */
  readonly idOf?: (event: Readonly<Record<string, unknown>>) => string
  /** Whom a canary share is taken of. */
  readonly principalOf?: (event: Readonly<Record<string, unknown>>) => string
}

/** What the evaluator did and gave up; counts since it was made. */
export interface EvaluatorStats {
  readonly events: number
  readonly alerts: number
  /** Events that broke something and were left out. */
  readonly failed: number
  /** Rules asked about events: those the index could not rule out. */
  readonly asked: number
  /** Values cut or not looked at. */
  readonly clipped: number
  /** Events without a time that a correlation would have taken. */
  readonly untimed: number
  /** Entries that came after their window closed; `lateIds` names the last of them. */
  readonly late: number
  readonly lateIds: readonly string[]
  readonly groups: number
  readonly evicted: number
  readonly overflowed: number
  readonly rules: number
  readonly correlations: number
  readonly skipped: readonly SkippedRule[]
}

/** Applies rules to live events. Synchronous, deterministic, without a clock; never throws on an event. */
export interface Evaluator {
  /** What is certain by this event. */
  evaluate(event: Readonly<Record<string, unknown>>): Alert[]
  /**
   * Says that the clock of a source stands at `time` (milliseconds or RFC 3339); `*` means all sources. Returns what
   * the windows closed by it finally say.
   */
  advance(source: string, time: number | string): Alert[]
  /** The whole state as JSON: restored into the same rules, it gives the same alerts. */
  snapshot(): Snapshot
  /** Throws INPUT_MALFORMED, and changes nothing, when it is no snapshot. */
  restore(snapshot: Snapshot): void
  /** Takes new rules; unchanged correlations (by hash) keep what they saw. */
  swap(sources: readonly RuleSource[]): void
  /** Takes a single-event rule apart over an event; undefined when there is no such rule. */
  explain(rule: string, event: Readonly<Record<string, unknown>>): RuleExplanation | undefined
  stats(): EvaluatorStats
}

const lateNames = 64

/** Makes an evaluator of packs or plans. Rules that cannot be loaded are named in `stats().skipped`. */
export function createEvaluator(
  sources: readonly RuleSource[] | RuleSource,
  options: EvaluatorOptions = {},
): Evaluator {
  return new LiveEvaluator(
    Array.isArray(sources) ? (sources as readonly RuleSource[]) : [sources as RuleSource],
    options,
  )
}

interface Counts {
  events: number
  alerts: number
  failed: number
  untimed: number
  late: number
}

class LiveEvaluator implements Evaluator {
  readonly #options: EvaluatorOptions
  readonly #watermarks: Watermarks
  readonly #counts: Counts = { events: 0, alerts: 0, failed: 0, untimed: 0, late: 0 }
  readonly #lateIds: string[] = []
  #view = makeView()
  #loaded: Loaded
  #router: Router
  #manner: Manner

  constructor(sources: readonly RuleSource[], options: EvaluatorOptions) {
    this.#options = options
    this.#watermarks = makeWatermarks(bounded(options.lateness, 30_000))
    this.#loaded = this.#load(sources, this.#view)
    this.#router = this.#route()
    this.#manner = this.#mannerOf(this.#loaded)
  }

  evaluate(event: Readonly<Record<string, unknown>>): Alert[] {
    const out: Alert[] = []
    this.#counts.events++
    try {
      this.#watermarks.meet(event)
      this.#evaluateOn(event, out, 0)
    } catch {
      this.#counts.failed++
    }
    this.#counts.alerts += out.length
    return out
  }

  advance(source: string, time: number | string): Alert[] {
    const out: Alert[] = []
    const horizon = this.#watermarks.advance(source, typeof time === 'number' ? time : Date.parse(time))
    if (horizon !== undefined) close(this.#loaded, horizon, new Telling({}, out, this.#manner))
    this.#counts.alerts += out.length
    return out
  }

  snapshot(): Snapshot {
    return takeState(this.#loaded, this.#watermarks.state())
  }

  restore(snapshot: Snapshot): void {
    checkSnapshot(snapshot)
    const loaded = this.#load(this.#loaded.sources, this.#view)
    adoptState(loaded, snapshot)
    this.#watermarks.restore(snapshot.watermarks)
    this.#loaded = loaded
    this.#router = this.#route()
  }

  swap(sources: readonly RuleSource[]): void {
    const state = takeState(this.#loaded, this.#watermarks.state())
    const { asked, clipped } = this.#view
    const view = Object.assign(makeView(), { asked, clipped })
    const loaded = this.#load(sources, view)
    adoptState(loaded, state)
    this.#view = view
    this.#loaded = loaded
    this.#router = this.#route()
    this.#manner = this.#mannerOf(loaded)
  }

  explain(rule: string, event: Readonly<Record<string, unknown>>): RuleExplanation | undefined {
    const found = this.#loaded.rules.find((loaded) => loaded.rule.id === rule)
    if (found === undefined) return undefined
    const lists = { ...found.source.lists, ...this.#options.lists }
    try {
      return explainRule(found, event, makeView(), lists, this.#options.logsource ?? recordLogsource)
    } catch {
      // The same event is counted as failed by `evaluate`, and no rule holds for it.
      const { title } = found.rule
      return { rule, title, routed: false, what: 'the event cannot be read', holds: false, parts: [] }
    }
  }

  stats(): EvaluatorStats {
    const { rules, correlations, skipped } = this.#loaded
    const sum = (name: 'groups' | 'evicted' | 'overflowed'): number =>
      correlations.reduce((total, { correlator }) => total + correlator.stats[name], 0)
    return {
      ...this.#counts,
      asked: this.#view.asked,
      clipped: this.#view.clipped,
      lateIds: [...this.#lateIds],
      groups: sum('groups'),
      evicted: sum('evicted'),
      overflowed: sum('overflowed'),
      rules: rules.length,
      correlations: correlations.length,
      skipped,
    }
  }

  #load(sources: readonly RuleSource[], view: View): Loaded {
    const { lists, groups, entries } = this.#options
    const caps = { groups: bounded(groups, 100_000), entries: bounded(entries, 10_000) }
    return loadRules(sources, view, { caps, ...(lists === undefined ? {} : { lists }) })
  }

  #mannerOf({ rules }: Loaded): Manner {
    const { modes, principalOf, idOf = recordId } = this.#options
    const onMatches = rules.some(({ rule }) => rule.logsource.category === 'match')
    return { modes, principalOf, idOf, onMatches }
  }

  #route(): Router {
    return makeRouter(this.#loaded.rules, this.#view, this.#options.routing)
  }

  #evaluateOn(event: Readonly<Record<string, unknown>>, out: Alert[], depth: number): void {
    const logsource = (this.#options.logsource ?? recordLogsource)(event)
    const hits = matching(this.#router, this.#view, event, logsource)
    if (hits.length === 0) return
    const id = this.#manner.idOf(event)
    const sink = new Telling(event, out, this.#manner)
    for (const hit of hits) {
      if (hit.rule.alerts) sink.rule(hit, hit.fields(this.#view))
      if (hit.feeds.length > 0) this.#feed(hit, event, id, sink)
    }
    if (depth < 4) for (const match of sink.matches) this.#evaluateOn(match, out, depth + 1)
  }

  #feed(
    hit: Loaded['rules'][number],
    event: Readonly<Record<string, unknown>>,
    id: string,
    sink: Sink,
  ): void {
    const time = this.#timeOf(event)
    if (!Number.isFinite(time)) {
      this.#counts.untimed++
      return
    }
    if (time < this.#watermarks.horizon()) {
      this.#counts.late++
      this.#lateIds.push(id)
      if (this.#lateIds.length > lateNames) this.#lateIds.shift()
      return
    }
    feedEvent(hit, this.#view, id, time, sink)
  }

  #timeOf(event: Readonly<Record<string, unknown>>): number {
    if (this.#options.timeOf !== undefined) return this.#options.timeOf(event)
    return typeof event['time'] === 'string' ? Date.parse(event['time']) : NaN
  }
}

/** A bound that is none would switch the bound off without a word. */
function bounded(given: number | undefined, otherwise: number): number {
  return given !== undefined && given >= 0 ? given : otherwise
}

function recordId(event: Readonly<Record<string, unknown>>): string {
  return typeof event['id'] === 'string' ? event['id'] : ''
}
