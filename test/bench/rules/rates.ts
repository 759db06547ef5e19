/** Events a second of CPU, a figure for each round, in the order they were taken. */
export type Rates = readonly number[]

const roundMs = 60

/**
 * Rates of several kinds of work over the same `count` items, for `ms` of CPU each. They take turns in short rounds, so that
 * what else is on the machine disturbs all of them alike and a ratio of two is one of the same moments.
 */
export function rates<Name extends string>(
  works: Readonly<Record<Name, (at: number) => void>>,
  count: number,
  ms: number,
): Readonly<Record<Name, Rates>> {
  const names = Object.keys(works) as Name[]
  const found = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  const next = new Map<Name, number>()
  const rounds = Math.max(3, Math.round(ms / roundMs))
  for (let round = 0; round < rounds; round++)
    for (const name of names) {
      const work = works[name]
      let at = next.get(name) ?? 0
      const before = process.cpuUsage()
      let done = 0
      let spent = 0
      while (spent < roundMs) {
        // Long enough that asking for the time costs nothing beside it.
        for (let i = 0; i < 500; i++, at = at + 1 === count ? 0 : at + 1) work(at)
        done += 500
        const { user, system } = process.cpuUsage(before)
        spent = (user + system) / 1000
      }
      next.set(name, at)
      found[name].push((1000 * done) / spent)
    }
  return found
}

/** Median to best, in thousands a second. */
export function spread(found: Rates): string {
  return `${k(median(found))}-${k(Math.max(...found))}k/s`
}

/** Median of the ratios of the single rounds. */
export function ratio(of: Rates, to: Rates): string {
  return median(of.map((rate, i) => rate / (to[i] ?? Infinity))).toFixed(2)
}

function median(all: Rates): number {
  return [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0
}

function k(rate: number): string {
  return (rate / 1000).toFixed(0)
}
