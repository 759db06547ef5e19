import type { Baseline, PlanCorrelation, PlanHeader, PlanRule } from '@clawback/model'
import { PatternError } from '@clawback/model'
import { asksBaseline, takeBaselines } from './baseline/take.js'
import { Correlator } from './correlate/correlator.js'
import type { CorrelationCaps } from './correlate/correlator.js'
import { chainCap, checkCorrelation, checkHeader } from './malformed.js'
import { checkExpr } from './match/check.js'
import { compileExpr } from './match/expr.js'
import type { Predicate } from './match/expr.js'
import { matchedFields } from './match/matched.js'
import { TestError } from './match/tests.js'
import type { Lists } from './match/tests.js'
import { cellOf } from './match/view.js'
import type { Cell, View } from './match/view.js'
import { nameSource } from './source.js'
import type { NamedSource, RuleSource } from './source.js'

export interface LoadedRule {
  readonly source: NamedSource
  readonly rule: PlanRule
  /** Lists the rule may name. */
  readonly lists: Lists
  readonly holds: Predicate
  readonly fields: (view: View) => Readonly<Record<string, string>>
  readonly feeds: Feed[]
}

export interface LoadedCorrelation {
  readonly source: NamedSource
  readonly rule: PlanCorrelation
  readonly correlator: Correlator
  /** Forgets all that was seen. */
  readonly renew: () => void
  /** Milliseconds by which what it takes in may still change, because its inputs are correlations. */
  readonly behind: number
  /** How many correlations stand below it in a row. */
  readonly level: number
  readonly feeds: Feed[]
}

/** Where what a rule found goes on to. */
export interface Feed {
  readonly into: LoadedCorrelation
  /** Index of the feeding rule in the correlation; 0 where it does not matter which rule it was. */
  readonly index: number
  /** Fields of the event, or names of what a correlation below was grouped by. */
  readonly by: readonly string[]
  readonly byCells: readonly Cell[]
  readonly valueCells: readonly Cell[]
}

/** A rule that is not evaluated, and why. */
export interface SkippedRule {
  readonly pack: string
  readonly rule: string
  readonly reason: string
}

export interface Loaded {
  readonly sources: readonly RuleSource[]
  readonly rules: readonly LoadedRule[]
  /** Each after the correlations it takes in. */
  readonly correlations: readonly LoadedCorrelation[]
  /** What cohorts were seen doing, of all packs. */
  readonly baselines: readonly Baseline[]
  /** There are baselines, and rules that ask for them. */
  readonly expects: boolean
  readonly skipped: readonly SkippedRule[]
}

export interface LoadOptions {
  /** Lists by name; they come before those of the packs. */
  readonly lists?: Lists
  readonly caps: CorrelationCaps
  /** One closed group of records: every window is the whole of time. */
  readonly unbounded?: boolean
}

/** Compiles the rules of all sources. A rule that cannot be loaded is skipped with its reason, never half-loaded. */
export function loadRules(sources: readonly RuleSource[], view: View, options: LoadOptions): Loaded {
  const skipped: SkippedRule[] = []
  const rules: LoadedRule[] = []
  const correlations: LoadedCorrelation[] = []
  const baselines = sources.flatMap((source) => {
    const taken = takeBaselines(source)
    const pack = nameSource(source)?.name ?? ''
    for (const reason of taken.reasons) skipped.push({ pack, rule: '*', reason })
    return taken.baselines
  })
  for (const given of sources) {
    const source = nameSource(given)
    const wrong = unreadable(source)
    if (source === undefined || wrong !== undefined) {
      skipped.push({ pack: source?.name ?? '', rule: '*', reason: wrong ?? '' })
      continue
    }
    const known = new Map<string, LoadedRule | LoadedCorrelation>()
    const attempt = (rule: PlanHeader, load: () => void): void => {
      const reason = failure(() => {
        checkHeader(rule)
        load()
      })
      if (reason !== undefined) skipped.push({ pack: source.name, rule: idOf(rule), reason })
    }
    for (const rule of source.plan.rules)
      attempt(rule, () => {
        const lists = { ...source.lists, ...options.lists }
        if (!source.pinned) checkRule(rule, lists)
        const loaded = loadRule(source, rule, view, lists, (reason) => {
          skipped.push({ pack: source.name, rule: rule.id, reason })
        })
        rules.push(loaded)
        known.set(rule.id, loaded)
      })
    for (const rule of source.plan.correlations)
      attempt(rule, () => {
        const loaded = loadCorrelation(source, rule, known, view, options)
        correlations.push(loaded)
        known.set(rule.id, loaded)
      })
  }
  const expects = baselines.length > 0 && [...rules, ...correlations].some(({ rule }) => asksBaseline(rule))
  return { sources, rules, correlations, baselines, expects, skipped }
}

/** Why nothing of a source can be loaded, or undefined. */
function unreadable(source: NamedSource | undefined): string | undefined {
  if (source === undefined) return 'it is neither a pack nor a plan'
  const { format, rules, correlations } = source.plan
  if ((format as string) !== 'clawback-plan/1') return `the plan format ${format} is unknown`
  return Array.isArray(rules) && Array.isArray(correlations) ? undefined : 'the plan has no list of rules'
}

/** The id of a rule that may not even be an object. */
function idOf(rule: Partial<PlanHeader> | null | undefined): string {
  const id: unknown = rule?.id
  return typeof id === 'string' ? id : ''
}

/** Plans may come from anywhere: whatever a malformed rule throws becomes its reason. */
function failure(load: () => void): string | undefined {
  try {
    load()
    return undefined
  } catch (error) {
    if (error instanceof TestError || error instanceof PatternError) return error.message
    return `the rule is malformed: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** What a rule must be, so that it is refused when it is loaded and not when an event comes. */
function checkRule(rule: PlanRule, lists: Lists): void {
  if (typeof rule.logsource !== 'object' || (rule.logsource as unknown) === null)
    throw new TestError('the rule has no log source')
  checkExpr(rule.condition, rule.detections, lists)
}

/** Compiles a rule when an event first needs it: of thousands of rules most never are. */
function loadRule(
  source: NamedSource,
  rule: PlanRule,
  view: View,
  lists: Lists,
  skip: (reason: string) => void,
): LoadedRule {
  let compiled: Predicate | undefined
  /** What the check let through and still cannot be compiled is no plan that JSON could hold: skipped, only later. */
  const compile = (): Predicate => {
    let predicate: Predicate = () => false
    const reason = failure(() => {
      predicate = compileExpr(rule.condition, rule.detections, view, lists)
    })
    if (reason !== undefined) skip(reason)
    return predicate
  }
  return {
    source,
    rule,
    lists,
    holds: (current) => (compiled ??= compile())(current),
    fields: matchedFields(rule, lists),
    feeds: [],
  }
}

function loadCorrelation(
  source: NamedSource,
  rule: PlanCorrelation,
  known: ReadonlyMap<string, LoadedRule | LoadedCorrelation>,
  view: View,
  { caps, unbounded }: LoadOptions,
): LoadedCorrelation {
  checkCorrelation(rule)
  const inputs = rule.rules.map((id) => {
    const input = known.get(id)
    if (input === undefined) throw new TestError(`the rule ${id} it refers to is not loaded`)
    return input
  })
  const behind = Math.max(
    0,
    ...inputs.map((input) => ('behind' in input ? input.behind + input.rule.timespan : 0)),
  )
  const level = Math.max(0, ...inputs.map((input) => ('level' in input ? input.level + 1 : 0)))
  if (level > chainCap) throw new TestError('the chain of correlations is too long')
  const open = (): Correlator => new Correlator(rule, caps, unbounded)
  const loaded = {
    source,
    rule,
    correlator: open(),
    renew: () => void (loaded.correlator = open()),
    behind,
    level,
    feeds: [] as Feed[],
  }
  // Counts and amounts are of events: one that matches several of the rules is taken in once.
  const told = rule.correlation === 'temporal' || rule.correlation === 'temporal_ordered'
  for (const [index, input] of inputs.entries()) {
    if (rule.rules.indexOf(input.rule.id) < index) continue
    const by = rule.by.map(({ name, of }) =>
      Object.hasOwn(of, input.rule.id) ? (of[input.rule.id] ?? name) : name,
    )
    const cells = (names: readonly string[]): Cell[] => names.map((name) => cellOf(view, name))
    input.feeds.push({
      into: loaded,
      index: told ? index : 0,
      by,
      byCells: cells(by),
      valueCells: cells(rule.fields),
    })
  }
  return loaded
}
