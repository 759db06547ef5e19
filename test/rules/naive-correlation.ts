/**
 * Sigma correlations over a whole list of events at once, written from the specification ("Correlation rules") and from
 * events.md ("Alerts in time") alone: no plan, no index, no state, no code of ours. Every window is looked at anew. Where
 * the specification leaves something open, the table in the README of sigma-to-ts is followed.
 */
export interface NaiveEvent {
  readonly id: string
  /** Milliseconds. */
  readonly time: number
  readonly fields: Readonly<Record<string, string | number | null>>
}

/** A rule on single events: the field contains the text. */
export interface NaiveRule {
  readonly id: string
  readonly field: string
  readonly contains: string
}

export type NaiveOp = 'eq' | 'neq' | 'lt' | 'lte' | 'gt' | 'gte'

/** What a `temporal` correlation may ask of the rules that were seen: a rule id, or an operator and its operands. */
export type NaiveSeen = string | readonly ['not', NaiveSeen] | readonly ['and' | 'or', NaiveSeen, NaiveSeen]

export interface NaiveCorrelation {
  readonly id: string
  readonly type:
    | 'event_count' | 'value_count' | 'temporal' | 'temporal_ordered'
    | 'value_sum' | 'value_avg' | 'value_median' | 'value_percentile' // prettier-ignore
  readonly rules: readonly string[]
  readonly groupBy: readonly string[]
  /** Alias -> rule -> field. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Milliseconds. */
  readonly timespan: number
  readonly window: 'sliding' | 'tumbling' | 'session'
  readonly condition: Readonly<Partial<Record<NaiveOp, number>>> | undefined
  readonly seen: NaiveSeen | undefined
  readonly fields: readonly string[]
  readonly percentile: number | undefined
  readonly generate: boolean
}

/** A window of a group in which a correlation finally holds. */
export interface NaiveWindow {
  readonly rule: string
  readonly group: readonly string[]
  /** What names the window: the aligned span an alert is said for, or when the session began. */
  readonly start: number
  readonly from: number
  readonly to: number
  /** Ids of the events it rests on, sorted. */
  readonly refs: readonly string[]
}

export interface NaiveResult {
  readonly windows: readonly NaiveWindow[]
  /** Rules that alert by themselves. */
  readonly shown: ReadonlySet<string>
  /** Single events that match a rule. */
  readonly hits: readonly { readonly rule: string; readonly event: string }[]
}

/** Something a rule found: an event, or a window of a correlation below. */
interface Found {
  readonly rule: string
  readonly key: string
  readonly time: number
  readonly fields: NaiveEvent['fields']
  readonly refs: readonly string[]
}

/** A found thing that takes part in a correlation. */
interface Part extends Found {
  readonly values: readonly string[]
}

/** Correlations may refer to those before them in the list. */
export function naiveCorrelations(
  rules: readonly NaiveRule[],
  correlations: readonly NaiveCorrelation[],
  delivered: readonly NaiveEvent[],
): NaiveResult {
  const events = delivered
    .filter((event, i) => delivered.findIndex((other) => other.id === event.id) === i)
    .sort((a, b) => a.time - b.time)
  const found: Found[] = rules.flatMap((rule) =>
    events
      .filter(({ fields }) => textOf(fields[rule.field])?.includes(rule.contains) === true)
      .map(({ id, time, fields }) => ({ rule: rule.id, key: id, time, fields, refs: [id] })),
  )
  const hits = found.map(({ rule, key }) => ({ rule, event: key }))
  const windows: NaiveWindow[] = []
  for (const correlation of correlations)
    for (const window of correlate(correlation, found)) {
      windows.push(window)
      // All that is known of a correlation from above is what it was grouped by, and when it came true.
      const fields = Object.fromEntries(correlation.groupBy.map((name, i) => [name, window.group[i] ?? '']))
      const key = JSON.stringify([window.rule, window.group, window.start])
      found.push({ rule: correlation.id, key, time: window.to, fields, refs: window.refs })
    }
  return { windows, hits, shown: shownRules(rules, correlations) }
}

/** A rule that is referred to alerts only when a correlation that refers to it says `generate`. */
function shownRules(
  rules: readonly NaiveRule[],
  correlations: readonly NaiveCorrelation[],
): ReadonlySet<string> {
  const all = [...rules, ...correlations].map(({ id }) => id)
  return new Set(
    all.filter((id) => {
      const above = correlations.filter((correlation) => correlation.rules.includes(id))
      return above.length === 0 || above.some(({ generate }) => generate)
    }),
  )
}

function correlate(correlation: NaiveCorrelation, found: readonly Found[]): NaiveWindow[] {
  const groups = new Map<string, { group: readonly string[]; parts: Part[] }>()
  for (const one of found) {
    if (!correlation.rules.includes(one.rule)) continue
    const group = present(
      correlation.groupBy.map((name) => one.fields[correlation.aliases[name]?.[one.rule] ?? name]),
    )
    const values = present(correlation.fields.map((name) => one.fields[name]))
    // Without one of the fields it takes no part, nor where a number is asked for and there is none.
    if (group === undefined || values === undefined) continue
    if (isNumeric(correlation) && Number.isNaN(numberOf(values[0]))) continue
    const known = groups.get(JSON.stringify(group)) ?? { group, parts: [] }
    groups.set(JSON.stringify(group), known)
    known.parts.push({ ...one, values })
  }
  return [...groups.values()].flatMap(({ group, parts }) =>
    cut(correlation, parts).map(({ start, inside }) => ({
      rule: correlation.id,
      group,
      start,
      from: Math.min(...inside.map(({ time }) => time)),
      to: Math.max(...inside.map(({ time }) => time)),
      refs: [...new Set(inside.flatMap(({ refs }) => refs))].sort(),
    })),
  )
}

interface Cut {
  readonly start: number
  readonly inside: readonly Part[]
}

/** The windows that hold. */
function cut(correlation: NaiveCorrelation, parts: readonly Part[]): Cut[] {
  const { timespan, window } = correlation
  const times = [...new Set(parts.map(({ time }) => time))].sort((a, b) => a - b)
  const aligned = (time: number): number => Math.floor(time / timespan) * timespan
  const windowOf = (start: number, inside: (time: number) => boolean): Cut => ({
    start,
    inside: parts.filter(({ time }) => inside(time)),
  })
  const first = (cuts: readonly Cut[]): Cut[] =>
    cuts.filter((one, i) => cuts.findIndex(({ start }) => start === one.start) === i)
  const hold = (cuts: readonly Cut[]): Cut[] => cuts.filter(({ inside }) => holds(correlation, inside))
  switch (window) {
    case 'sliding':
      // A window ends at each event; of those that hold, the first in each aligned span is told.
      return first(
        hold(times.map((end) => windowOf(aligned(end), (time) => time > end - timespan && time <= end))),
      )
    case 'tumbling':
      return hold(
        [...new Set(times.map(aligned))].map((start) => windowOf(start, (time) => aligned(time) === start)),
      )
    case 'session': {
      const starts = times.filter((time, i) => time - (times[i - 1] ?? -Infinity) > timespan)
      const ends = starts.map((_, i) => starts[i + 1] ?? Infinity)
      return hold(starts.map((start, i) => windowOf(start, (time) => time >= start && time < (ends[i] ?? 0))))
    }
  }
}

function holds(correlation: NaiveCorrelation, inside: readonly Part[]): boolean {
  const { type, rules, condition, seen, percentile } = correlation
  const fits = (number: number): boolean =>
    Object.entries(condition ?? {}).every(([op, value]) => compare(number, op as NaiveOp, value))
  // An event that matches two of the rules is still one event.
  const once = inside.filter((part, i) => inside.findIndex(({ key }) => key === part.key) === i)
  const numbers = once.map(({ values }) => numberOf(values[0])).sort((a, b) => a - b)
  switch (type) {
    case 'event_count':
      return fits(once.length)
    case 'value_count':
      return fits(new Set(once.map(({ values }) => JSON.stringify(values))).size)
    case 'temporal': {
      const met = (id: string): boolean => inside.some(({ rule }) => rule === id)
      if (seen !== undefined) return asked(seen, met)
      const kinds = new Set(rules)
      const count = [...kinds].filter(met).length
      return condition === undefined ? count === kinds.size : fits(count)
    }
    case 'temporal_ordered': {
      const count = longest(rules, inside)
      return condition === undefined ? count === rules.length : fits(count)
    }
    case 'value_sum':
      return fits(total(numbers))
    case 'value_avg':
      return fits(total(numbers) / numbers.length)
    case 'value_median': {
      const half = (numbers.length - 1) / 2
      return fits(((numbers[Math.floor(half)] ?? NaN) + (numbers[Math.ceil(half)] ?? NaN)) / 2)
    }
    case 'value_percentile': {
      if (percentile !== undefined)
        return fits(
          numbers.find(
            (one) => 100 * numbers.filter((other) => other <= one).length >= percentile * numbers.length,
          ) ?? NaN,
        )
      const texts = once.map(({ values }) => JSON.stringify(values))
      return texts.some((text) => fits((100 * texts.filter((other) => other === text).length) / texts.length))
    }
  }
}

/**
 * How many of the rules were met in the order of the list: every choice of them is tried, each with the earliest event
 * that is left, for no later one could do more. Events of one time may stand in either order.
 */
function longest(rules: readonly string[], inside: readonly Part[]): number {
  let most = 0
  for (let choice = 0; choice < 2 ** rules.length; choice++) {
    const left = [...inside].sort((a, b) => a.time - b.time)
    const chosen = rules.filter((_, i) => ((choice >> i) & 1) === 1)
    let now = -Infinity
    const complete = chosen.every((id) => {
      const at = left.findIndex(({ rule, time }) => rule === id && time >= now)
      now = left.splice(at, at < 0 ? 0 : 1)[0]?.time ?? now
      return at >= 0
    })
    if (complete) most = Math.max(most, chosen.length)
  }
  return most
}

function asked(seen: NaiveSeen, met: (id: string) => boolean): boolean {
  if (typeof seen === 'string') return met(seen)
  if (seen[0] === 'not') return !asked(seen[1], met)
  const [left, right] = [asked(seen[1], met), asked(seen[2], met)]
  return seen[0] === 'and' ? left && right : left || right
}

function compare(a: number, op: NaiveOp, b: number): boolean {
  switch (op) {
    case 'eq':
      return a === b
    case 'neq':
      return a !== b
    case 'lt':
      return a < b
    case 'lte':
      return a <= b
    case 'gt':
      return a > b
    case 'gte':
      return a >= b
  }
}

const isNumeric = ({ type, percentile }: NaiveCorrelation): boolean =>
  ['value_sum', 'value_avg', 'value_median'].includes(type) || percentile !== undefined

const textOf = (value: string | number | null | undefined): string | undefined =>
  value === null || value === undefined ? undefined : String(value)

const numberOf = (text: string | undefined): number =>
  text === undefined || text.trim() === '' ? NaN : Number(text)

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)

function present(values: readonly (string | number | null | undefined)[]): readonly string[] | undefined {
  const texts = values.map(textOf)
  return texts.includes(undefined) ? undefined : (texts as string[])
}
