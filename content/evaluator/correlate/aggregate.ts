import type { PlanCorrelation, PlanExpr } from '@clawback/model'
import { comparison, toNumber } from '../match/tests.js'
import type { Aggregate, Entry } from './entry.js'
import { longestSequence, wholeSequence } from './sequence.js'

/** Makes empty aggregates for a correlation. */
export function aggregates(plan: PlanCorrelation): () => Aggregate {
  const compare = plan.condition.map(({ op, value }) => ({ test: comparison(op), value }))
  const fits = (number: number): boolean =>
    !Number.isNaN(number) && compare.every(({ test, value }) => test(number, value))
  switch (plan.correlation) {
    case 'event_count':
      return () => new CountEvents(fits)
    case 'value_count':
      return () => new CountValues((distinct) => fits(distinct.size))
    case 'temporal':
      return () => seenRules(plan, compare.length === 0 ? undefined : fits)
    case 'temporal_ordered':
      return () => (compare.length === 0 ? wholeSequence(plan.rules) : longestSequence(plan.rules, fits))
    case 'value_sum':
      return () => numbers((values) => fits(sum(values)))
    case 'value_avg':
      return () => numbers((values) => values.length > 0 && fits(sum(values) / values.length))
    case 'value_median':
      return () => numbers((values) => fits(median(values)))
    case 'value_percentile':
      return plan.percentile === undefined
        ? () =>
            new CountValues((distinct, total) =>
              [...distinct.values()].some((count) => fits((100 * count) / total)),
            )
        : () => numbers((values) => fits(percentile(values, plan.percentile ?? 50)))
  }
}

class CountEvents implements Aggregate {
  readonly #fits: (count: number) => boolean
  #count = 0

  constructor(fits: (count: number) => boolean) {
    this.#fits = fits
  }

  add(): void {
    this.#count++
  }

  remove(): void {
    this.#count--
  }

  holds(): boolean {
    return this.#fits(this.#count)
  }
}

type FitsValues = (distinct: ReadonlyMap<string, number>, total: number) => boolean

class CountValues implements Aggregate {
  readonly #fits: FitsValues
  readonly #distinct = new Map<string, number>()
  #total = 0

  constructor(fits: FitsValues) {
    this.#fits = fits
  }

  add({ value }: Entry): void {
    this.#total++
    this.#distinct.set(value, (this.#distinct.get(value) ?? 0) + 1)
  }

  remove({ value }: Entry): void {
    this.#total--
    const left = (this.#distinct.get(value) ?? 1) - 1
    if (left === 0) this.#distinct.delete(value)
    else this.#distinct.set(value, left)
  }

  holds(): boolean {
    return this.#total > 0 && this.#fits(this.#distinct, this.#total)
  }
}

/** Which of the rules were seen: all, as many as the condition says, or what its expression says. */
function seenRules(plan: PlanCorrelation, fits: ((count: number) => boolean) | undefined): Aggregate {
  const counts = new Int32Array(plan.rules.length)
  const ids = new Set(plan.rules)
  const seen = (id: string): boolean => plan.rules.some((rule, i) => rule === id && (counts[i] ?? 0) > 0)
  return {
    add: ({ rule }) => void (counts[rule] = (counts[rule] ?? 0) + 1),
    remove: ({ rule }) => void (counts[rule] = (counts[rule] ?? 1) - 1),
    holds: () => {
      if (plan.seen !== undefined) return seenExpr(plan.seen, seen)
      const count = [...ids].filter(seen).length
      return fits === undefined ? count === ids.size : fits(count)
    },
  }
}

function seenExpr(expr: PlanExpr, seen: (id: string) => boolean): boolean {
  if ('use' in expr) return seen(expr.use)
  if ('not' in expr) return !seenExpr(expr.not, seen)
  if ('and' in expr) return expr.and.every((item) => seenExpr(item, seen))
  return 'or' in expr && expr.or.some((item) => seenExpr(item, seen))
}

function numbers(fits: (values: readonly number[]) => boolean): Aggregate {
  const values: number[] = []
  return {
    add: ({ value }) => void values.push(toNumber(value)),
    remove: () => void values.shift(),
    holds: () => values.length > 0 && fits(values),
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2
}

/** Nearest rank: the smallest value with at least `p` percent of the values at or below it. */
function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? NaN
}
