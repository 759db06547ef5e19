import fc from 'fast-check'
import { stringify } from 'yaml'
import type { NaiveCorrelation, NaiveEvent, NaiveRule, NaiveSeen } from './naive-correlation.js'

/** Random correlations over random events, small enough that things meet. */
export interface Case {
  readonly correlations: readonly NaiveCorrelation[]
  /** The same as Sigma. */
  readonly yaml: string
  readonly events: readonly NaiveEvent[]
}

export const bases: readonly NaiveRule[] = ['a', 'b', 'c'].map((id) => ({ id, field: 'what', contains: id }))

/** No event comes later than this behind the newest. */
export const lateness = 3000

/** Not a multiple of any timespan. */
const epoch = 1_700_000_000_000 + 1000

const oneIn = (count: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 0, max: count - 1 }).map((n) => n === count - 1)

const often = <T>(value: T, other: fc.Arbitrary<T>, weight = 4): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(value), weight }, { arbitrary: other, weight: 1 })

/** Whole seconds meet the edges of windows; one millisecond beside them is where a comparison goes wrong. */
const time = fc
  .tuple(fc.integer({ min: 0, max: 24 }), often(0, fc.constantFrom(-1, 1, 500)))
  .map(([seconds, beside]) => epoch + seconds * 1000 + beside)

const fields: fc.Arbitrary<NaiveEvent['fields']> = fc.record(
  {
    what: fc.constantFrom('a', 'a', 'b', 'b', 'c', 'ab', 'bc', 'abc', 'd'),
    who: fc.constantFrom<string | number | null>('x', 'x', 'x', 'y', 'y', null),
    // A number and its text are one value.
    host: fc.constantFrom<string | number | null>(1, '1', '2', 'x'),
    peer: fc.constantFrom<string | number | null>('x', 'y'),
    value: fc.constantFrom<string | number | null>(-2, 0, 1, 1, '1', 2, 3, 4, '1.5', 'n', '', null),
  },
  { requiredKeys: ['what', 'who'] },
)

const events: fc.Arbitrary<readonly NaiveEvent[]> = fc
  .array(fc.record({ time, fields }), { minLength: 1, maxLength: 40, size: 'max' })
  .map((all) => all.map((one, i) => ({ ...one, id: `e${String(i).padStart(2, '0')}` })))

const types = [
  'event_count', 'event_count', 'value_count', 'temporal', 'temporal', 'temporal_ordered', 'temporal_ordered',
  'value_sum', 'value_avg', 'value_median', 'value_percentile',
] as const // prettier-ignore

type Condition = NonNullable<NaiveCorrelation['condition']>

const conditionOf = (number: fc.Arbitrary<number>): fc.Arbitrary<Condition> =>
  fc.oneof(
    { arbitrary: fc.record({ gte: number }), weight: 4 },
    { arbitrary: fc.record({ gt: number }), weight: 2 },
    {
      arbitrary: fc.constantFrom('lt', 'lte', 'eq', 'neq').chain((op) => number.map((n) => ({ [op]: n }))),
      weight: 3,
    },
    {
      arbitrary: fc
        .tuple(number, fc.constantFrom(0, 1, 2), fc.constantFrom('gt', 'gte'), fc.constantFrom('lt', 'lte'))
        .map(([low, more, above, below]) => ({ [above]: low, [below]: low + more })),
      weight: 2,
    },
  )

function conditionFor(type: NaiveCorrelation['type'], shares: boolean): fc.Arbitrary<Condition> {
  if (type === 'event_count') return conditionOf(fc.constantFrom(1, 2, 2, 3, 4, 2.5))
  if (type === 'value_count') return conditionOf(fc.constantFrom(1, 2, 2, 3, 1.5))
  if (type.startsWith('temporal')) return conditionOf(fc.constantFrom(1, 2, 2, 3))
  if (type === 'value_percentile' && shares) return conditionOf(fc.constantFrom(20, 25, 50, 60, 100))
  return conditionOf(fc.constantFrom(-1, 0, 1, 1.5, 2, 3))
}

function seenOf(rules: readonly string[]): fc.Arbitrary<NaiveSeen> {
  const one = fc.constantFrom(...rules)
  const maybeNot = fc.oneof(one, one, one.map((id): NaiveSeen => ['not', id])) // prettier-ignore
  const pair = fc
    .tuple(fc.constantFrom('and' as const, 'or' as const), maybeNot, maybeNot)
    .map((all): NaiveSeen => all)
  return fc.oneof(pair, pair.map((inner): NaiveSeen => ['not', inner]), one) // prettier-ignore
}

type Aliases = Readonly<Record<string, string>>

interface Drawn extends Omit<NaiveCorrelation, 'id' | 'condition' | 'seen' | 'aliases'> {
  readonly actor: Aliases
  /** A temporal one without a condition. */
  readonly bare: boolean
}

/** What an alias says of the rules that are taken in; of others it may not speak. */
function of(alias: Aliases, rules: readonly string[]): Aliases {
  return Object.fromEntries(Object.entries(alias).filter(([rule]) => rules.includes(rule)))
}

/** A correlation over the rules of `below`. */
function correlation(id: string, below: readonly string[]): fc.Arbitrary<NaiveCorrelation> {
  const alias = { a: 'who', b: 'peer' }
  const draw: fc.Arbitrary<Drawn> = fc.record({
    type: fc.constantFrom(...types),
    rules: fc.array(fc.constantFrom(...below), { minLength: 1, maxLength: 3 }),
    groupBy: fc.constantFrom<string[]>(
      ['who'],
      ['who'],
      ['who'],
      ['who', 'host'],
      [],
      ['actor'],
      ['actor', 'host'],
    ),
    // A rule without an entry keeps the field of the alias's own name, which no event has.
    actor: often<Aliases>(
      { ...Object.fromEntries(below.map((one) => [one, 'who'])), ...alias },
      fc.constant(alias),
    ),
    timespan: fc.constantFrom(2000, 3000, 5000, 10_000),
    window: fc.constantFrom('sliding', 'tumbling', 'session'),
    fields: often<string[]>(['value'], fc.constantFrom<string[]>(['host'], ['who'], ['value', 'peer']), 3),
    percentile: fc.constantFrom(undefined, 0, 25, 50, 90, 100),
    bare: fc.boolean(),
    generate: oneIn(4),
  })
  return draw.chain(({ bare, actor, ...drawn }): fc.Arbitrary<NaiveCorrelation> => {
    const { type } = drawn
    const temporal = type === 'temporal' || type === 'temporal_ordered'
    // How often a step counts that stands in the list twice, no one says: such lists only come without a condition.
    const plain = temporal && (bare || new Set(drawn.rules).size < drawn.rules.length)
    const percentile = type === 'value_percentile' ? drawn.percentile : undefined
    const base = {
      ...drawn,
      id,
      percentile,
      aliases: drawn.groupBy.includes('actor') ? { actor: of(actor, drawn.rules) } : {},
      fields:
        type === 'value_count' ? drawn.fields : type.startsWith('value_') ? drawn.fields.slice(0, 1) : [],
    }
    if (plain) return fc.constant({ ...base, condition: undefined, seen: undefined })
    const compared = conditionFor(type, percentile === undefined).map((condition) => ({
      ...base,
      condition,
      seen: undefined,
    }))
    if (type !== 'temporal') return compared
    return fc.oneof(
      compared,
      seenOf(drawn.rules).map((seen) => ({ ...base, condition: undefined, seen })),
    )
  })
}

/** Up to three correlations, each over the base rules or those before it. */
const correlations: fc.Arbitrary<readonly NaiveCorrelation[]> = fc
  .integer({ min: 1, max: 3 })
  .chain((count) => {
    const names = ['a', 'b', 'c', 'p', 'q', 'r']
    return fc.tuple(
      ...Array.from({ length: count }, (_, i) => {
        const own = names[3 + i] ?? ''
        const before = names.slice(3, 3 + i)
        return correlation(own, ['a', 'b', 'c', ...before, ...before])
      }),
    )
  })
  .map(reaching)

/** A correlation hands on what it was grouped by: one above may ask for nothing else, so those below group by it too. */
function reaching(all: readonly NaiveCorrelation[]): readonly NaiveCorrelation[] {
  const groups = new Map(all.map((one) => [one.id, new Set(one.groupBy)]))
  for (const { rules, aliases, fields, id } of [...all].reverse())
    for (const rule of rules)
      for (const name of [...(groups.get(id) ?? []), ...fields])
        groups.get(rule)?.add(fields.includes(name) ? name : (aliases[name]?.[rule] ?? name))
  return all.map((one) => ({ ...one, groupBy: [...(groups.get(one.id) ?? [])] }))
}

const ofCounts = ['event_count', 'value_count', 'temporal', 'temporal_ordered']

/** Whether more events can only make it truer (events.md, Alerts in time). */
export function grows({ type, condition, seen }: NaiveCorrelation): boolean {
  const upward = Object.keys(condition ?? {}).every((op) => op === 'gt' || op === 'gte')
  return ofCounts.includes(type) && upward && !JSON.stringify(seen ?? '').includes('"not"')
}

/** Whether the window need not be written, because the table in the README of sigma-to-ts says it. */
const isDefault = (one: NaiveCorrelation): boolean => one.window === (grows(one) ? 'sliding' : 'tumbling')

const written = (seen: NaiveSeen): string => {
  if (typeof seen === 'string') return seen
  if (seen[0] === 'not') return `not (${written(seen[1])})`
  return `(${written(seen[1])}) ${seen[0]} (${written(seen[2])})`
}

function toYaml(all: readonly NaiveCorrelation[]): string {
  const rules = bases.map(({ id, field, contains }) => ({
    title: id,
    name: id,
    id: `id-${id}`,
    logsource: { product: 'x' },
    detection: { sel: { [`${field}|contains`]: contains }, condition: 'sel' },
  }))
  const above = all.map((one) => {
    const { id, type, groupBy, aliases, timespan, condition, seen, percentile } = one
    const comparison = {
      ...condition,
      ...(one.fields.length === 0 ? {} : { field: one.fields.length === 1 ? one.fields[0] : one.fields }),
      ...(percentile === undefined ? {} : { percentile }),
    }
    return {
      title: id,
      name: id,
      id: `id-${id}`,
      correlation: {
        type,
        // By id or by name; an expression names the rules as the list does.
        rules: one.rules.map((rule) => (one.generate && seen === undefined ? `id-${rule}` : rule)),
        ...(groupBy.length === 0 ? {} : { 'group-by': groupBy }),
        ...(Object.values(aliases).every((alias) => Object.keys(alias).length === 0) ? {} : { aliases }),
        timespan: `${timespan / 1000}s`,
        ...(seen === undefined ? {} : { condition: written(seen) }),
        ...(condition === undefined ? {} : { condition: comparison }),
      },
      ...(one.generate ? { generate: true } : {}),
      ...(isDefault(one) ? {} : { clawback: { window: one.window } }),
    }
  })
  return [...rules, ...above].map((one) => stringify(one)).join('---\n')
}

export const cases: fc.Arbitrary<Case> = fc
  .record({ correlations, events })
  .map((one) => ({ ...one, yaml: toYaml(one.correlations) }))

/** What was delivered when: an order within the lateness, with some events twice. */
export interface Delivery {
  readonly delays: readonly number[]
  /** Every so many events one comes again. */
  readonly again: number
  /** How many events come before the clock is moved. */
  readonly steps: number
  /** How many are there before a restart. */
  readonly restart: number
}

export const deliveries: fc.Arbitrary<Delivery> = fc.record({
  delays: fc.array(fc.constantFrom(0, 0, 500, 1000, 2000, 2999, lateness, lateness), {
    minLength: 1,
    maxLength: 12,
  }),
  again: fc.integer({ min: 2, max: 9 }),
  steps: fc.constantFrom(1, 1, 2, 5, 100),
  restart: fc.integer({ min: 0, max: 40 }),
})

/** An event is at most its delay late, for what comes before it is not newer by more. */
export function deliver(events: readonly NaiveEvent[], { delays, again }: Delivery): NaiveEvent[] {
  const delay = (i: number): number => delays[i % delays.length] ?? 0
  return events
    .flatMap((event, i) => {
      const once = [{ event, at: event.time + delay(i) }]
      return i % again === 0 ? [...once, { event, at: event.time + delay(i + 1) }] : once
    })
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event)
}
