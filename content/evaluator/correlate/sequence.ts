import type { Aggregate } from './entry.js'

/**
 * All rules, one after the other. `begin[k]` is the latest time at which a chain of the first k + 1 rules began: old
 * chains need no removal, they begin before the window. Events of the same time may stand in either order.
 */
export function wholeSequence(rules: readonly string[]): Aggregate {
  const begin = new Float64Array(rules.length).fill(-Infinity)
  const holds = (from: number): boolean => rules.length > 0 && (begin.at(-1) ?? -Infinity) > from
  if (new Set(rules).size < rules.length) return { ...repeating(rules, begin), holds }
  return {
    // Entries of one time come in the order of the rules, which is the order that takes a chain furthest.
    add: ({ rule, time }) => {
      const start = rule === 0 ? time : (begin[rule - 1] ?? -Infinity)
      if (start > (begin[rule] ?? -Infinity)) begin[rule] = start
    },
    remove: () => undefined,
    holds,
  }
}

/**
 * With a rule in the list twice, no order of the entries of one time serves all chains: each goes on from what stood
 * before that time, with as many of its entries as there are.
 */
function repeating(rules: readonly string[], begin: Float64Array): Pick<Aggregate, 'add' | 'remove'> {
  const first = rules.map((rule) => rules.indexOf(rule))
  const counts = new Int32Array(rules.length)
  let before = begin.slice()
  let now = -Infinity
  const extend = (from: number): void => {
    const start = from === 0 ? now : (before[from - 1] ?? -Infinity)
    const left = counts.slice()
    for (let k = from; k < rules.length; k++) {
      const rule = first[k] ?? 0
      if ((left[rule] ?? 0) === 0) return
      left[rule] = (left[rule] ?? 0) - 1
      if (start > (begin[k] ?? -Infinity)) begin[k] = start
    }
  }
  return {
    add: ({ rule, time }) => {
      if (time !== now) {
        before = begin.slice()
        counts.fill(0)
        now = time
      }
      counts[rule] = (counts[rule] ?? 0) + 1
      for (let from = 0; from < rules.length; from++) extend(from)
    },
    remove: () => undefined,
  }
}

/**
 * As many of the rules, in the order of the list, as the condition says: some may be left out. `rows[k][n]` is the latest
 * time at which a chain of n + 1 rules began that ends with rule k.
 */
export function longestSequence(rules: readonly string[], fits: (count: number) => boolean): Aggregate {
  const rows: (Float64Array | undefined)[] = []
  const meet = (k: number, time: number): void => {
    const row = (rows[k] ??= new Float64Array(k + 1).fill(-Infinity))
    row[0] = Math.max(row[0] ?? -Infinity, time)
    for (let j = 0; j < k; j++)
      rows[j]?.forEach((start, n) => {
        if (start > (row[n + 1] ?? -Infinity)) row[n + 1] = start
      })
  }
  return {
    add: ({ rule, time }) => {
      // From the end, so that an event stands for one of the places of its rule.
      for (let k = rules.length - 1; k >= rule; k--) if (rules[k] === rules[rule]) meet(k, time)
    },
    remove: () => undefined,
    holds: (from) => {
      let count = 0
      for (const row of rows)
        row?.forEach((start, n) => {
          if (start > from) count = Math.max(count, n + 1)
        })
      return fits(count)
    },
  }
}
