import type { PlanCorrelation, PlanExpr } from '@clawback/model'
import { comparison } from '../match/tests.js'
import { median, percentile, Ranked, Total } from './amounts.js'
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
      return () => new Total(fits)
    case 'value_avg':
      return () => new Total((sum, count) => fits(sum / count))
    case 'value_median':
      return () => new Ranked((sorted) => fits(median(sorted)))
    case 'value_percentile':
      return plan.percentile === undefined
        ? () =>
            new CountValues((distinct, total) =>
              [...distinct.values()].some((count) => fits((100 * count) / total)),
            )
        : () => new Ranked((sorted) => fits(percentile(sorted, plan.percentile ?? 50)))
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
