import type { Alert } from '@clawback/model'
import { Expectation } from './baseline/expectation.js'
import type { Asked, BaselineFields } from './baseline/expectation.js'
import { close, feedEvent, matching } from './engine.js'
import type { Sink } from './engine.js'
import { explainRule } from './explain.js'
import type { RuleExplanation } from './explain.js'
import { loadRules } from './load.js'
import type { Loaded } from './load.js'
import { makeView } from './match/view.js'
import type { View } from './match/view.js'
import { principalOf, sessionOf } from './mode.js'
import { makeRouter, recordLogsource } from './route.js'
import type { Router } from './route.js'
import { adoptState, takeState } from './snapshot.js'
import type { Snapshot } from './snapshot.js'
import { checkSnapshot } from './snapshot-check.js'
import { bounded } from './options.js'
import type { EvaluatorOptions, EvaluatorStats } from './options.js'
import type { RuleSource } from './source.js'
import { Telling } from './telling.js'
import type { Manner } from './telling.js'
import { makeWatermarks } from './watermark.js'
import type { Watermarks } from './watermark.js'

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
  /**
   * How an event stands to the baselines of the packs: the `baseline.*` fields that `evaluate` gives to rules that ask
   * for them. Undefined when no baseline speaks of it, or it cannot be read. Asked again, the answer is the same.
   */
  expect(event: Readonly<Record<string, unknown>>): BaselineFields | undefined
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
  #expectation: Expectation
  #view = makeView()
  #loaded: Loaded
  #router: Router
  #manner: Manner

  constructor(sources: readonly RuleSource[], options: EvaluatorOptions) {
    this.#options = options
    this.#watermarks = makeWatermarks(bounded(options.lateness, 30_000))
    this.#expectation = new Expectation(bounded(options.remembered, 100_000))
    this.#loaded = this.#load(sources, this.#view)
    this.#expectation.use(this.#loaded.baselines)
    this.#router = this.#route()
    this.#manner = this.#mannerOf(this.#loaded)
  }

  evaluate(event: Readonly<Record<string, unknown>>): Alert[] {
    const out: Alert[] = []
    this.#counts.events++
    try {
      this.#watermarks.meet(event)
      this.#evaluateOn(this.#loaded.expects ? this.#withExpectation(event) : event, out, 0)
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
    return takeState(this.#loaded, this.#watermarks.state(), this.#expectation.state())
  }

  restore(snapshot: Snapshot): void {
    checkSnapshot(snapshot)
    const loaded = this.#load(this.#loaded.sources, this.#view)
    adoptState(loaded, snapshot)
    const { remembered } = this.#options
    this.#expectation = new Expectation(bounded(remembered, 100_000))
    this.#expectation.use(loaded.baselines)
    if (snapshot.baselines !== undefined) this.#expectation.adopt(snapshot.baselines)
    this.#watermarks.restore(snapshot.watermarks)
    this.#loaded = loaded
    this.#router = this.#route()
  }

  swap(sources: readonly RuleSource[]): void {
    const state = takeState(this.#loaded, this.#watermarks.state(), this.#expectation.state())
    const { asked, clipped } = this.#view
    const view = Object.assign(makeView(), { asked, clipped })
    const loaded = this.#load(sources, view)
    adoptState(loaded, state)
    this.#expectation.use(loaded.baselines)
    this.#view = view
    this.#loaded = loaded
    this.#router = this.#route()
    this.#manner = this.#mannerOf(loaded)
  }

  expect(event: Readonly<Record<string, unknown>>): BaselineFields | undefined {
    try {
      return this.#expectation.note(event, this.#askedOf)
    } catch {
      return undefined
    }
  }

  explain(rule: string, event: Readonly<Record<string, unknown>>): RuleExplanation | undefined {
    const found = this.#loaded.rules.find((loaded) => loaded.rule.id === rule)
    if (found === undefined) return undefined
    const lists = { ...found.source.lists, ...this.#options.lists }
    try {
      const seen = this.#loaded.expects ? { ...this.#expectation.ask(event, this.#askedOf), ...event } : event
      return explainRule(found, seen, makeView(), lists, this.#options.logsource ?? recordLogsource)
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
      forgotten: this.#expectation.forgotten,
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

  /** What the event says of itself comes first: someone may have looked before. */
  #withExpectation(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const fields = this.#expectation.note(event, this.#askedOf)
    return fields === undefined ? event : { ...fields, ...event }
  }

  readonly #askedOf = (event: Readonly<Record<string, unknown>>): Asked => ({
    principal: (this.#options.principalOf ?? principalOf)(event),
    session: (this.#options.sessionOf ?? sessionOf)(event),
    id: this.#manner.idOf(event),
  })

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

function recordId(event: Readonly<Record<string, unknown>>): string {
  return typeof event['id'] === 'string' ? event['id'] : ''
}
