import { toNumber } from '../match/tests.js'
import type { Aggregate, Entry } from './entry.js'

/** Whole numbers up to here add up exactly, as many as a group can hold, in any order; 64 GiB in bytes. */
const exact = 2 ** 36

function isExact(number: number): boolean {
  return Number.isInteger(number) && Math.abs(number) <= exact
}

/** Sum and average, kept as entries come and go, so that a busy group costs each of its events the same. */
export class Total implements Aggregate {
  readonly #fits: (sum: number, count: number) => boolean
  readonly #values: number[] = []
  #from = 0
  /** Sum of those that add up exactly, and how many do not. */
  #whole = 0
  #others = 0

  constructor(fits: (sum: number, count: number) => boolean) {
    this.#fits = fits
  }

  add({ value }: Entry): void {
    const number = toNumber(value)
    this.#values.push(number)
    if (isExact(number)) this.#whole += number
    else this.#others++
  }

  remove(): void {
    const number = this.#values[this.#from++] ?? 0
    if (isExact(number)) this.#whole -= number
    else this.#others--
    if (this.#from < 1024 || this.#from * 2 < this.#values.length) return
    this.#values.splice(0, this.#from)
    this.#from = 0
  }

  holds(): boolean {
    const count = this.#values.length - this.#from
    return count > 0 && this.#fits(this.#sum(), count)
  }

  /** Fractions and the like are added up anew in their order: taking one away again would leave a rest. */
  #sum(): number {
    if (this.#others === 0) return this.#whole
    let sum = 0
    for (let i = this.#from; i < this.#values.length; i++) sum += this.#values[i] ?? 0
    return sum
  }
}

/** Values in ascending order, for medians and percentiles. */
export class Ranked implements Aggregate {
  readonly #fits: (sorted: readonly number[]) => boolean
  readonly #sorted: number[] = []

  constructor(fits: (sorted: readonly number[]) => boolean) {
    this.#fits = fits
  }

  add({ value }: Entry): void {
    const number = toNumber(value)
    this.#sorted.splice(this.#place(number), 0, number)
  }

  remove({ value }: Entry): void {
    this.#sorted.splice(this.#place(toNumber(value)), 1)
  }

  holds(): boolean {
    return this.#sorted.length > 0 && this.#fits(this.#sorted)
  }

  /** The first place whose value is not below `number`. */
  #place(number: number): number {
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#sorted[middle] ?? 0) < number) low = middle + 1
      else high = middle
    }
    return low
  }
}

export function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2
}

/** Nearest rank: the smallest value with at least `p` percent of the values at or below it. */
export function percentile(sorted: readonly number[], p: number): number {
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? NaN
}
