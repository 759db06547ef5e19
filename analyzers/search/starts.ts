/** Where matches may begin: stretches of offsets, both ends included, in order and apart. */
export type Starts = readonly Range[]
type Range = readonly [first: number, last: number]

/** Offsets at which something stands, in order, and how far before it a match can begin. */
export interface Placed {
  readonly at: readonly number[]
  readonly before: { readonly min: number; readonly max: number }
}

/** Where a match may begin that has, of each set, one within its reach. At least one set is needed. */
export function startsOf(sets: readonly Placed[]): Starts {
  const [fewest, ...others] = sets.toSorted((a, b) => a.at.length - b.at.length)
  return others.reduce(both, fewest === undefined ? [] : rangesOf(fewest))
}

function rangesOf({ at, before }: Placed): Range[] {
  const found: Range[] = []
  for (const place of at) add(found, place - before.max, place - before.min)
  return found
}

function both(known: Starts, { at, before }: Placed): Starts {
  const found: Range[] = []
  let next = 0
  for (const [first, last] of known) {
    while (next < at.length && (at[next] as number) - before.min < first) next++
    for (let on = next; on < at.length && (at[on] as number) - before.max <= last; on++)
      add(
        found,
        Math.max(first, (at[on] as number) - before.max),
        Math.min(last, (at[on] as number) - before.min),
      )
  }
  return found
}

/** Ranges come by their ends in order; what touches is joined. */
function add(found: Range[], first: number, last: number): void {
  if (last < 0) return
  const from = Math.max(0, first)
  const before = found.at(-1)
  if (before === undefined || before[1] < from - 1) found.push([from, last])
  else found[found.length - 1] = [Math.min(before[0], from), Math.max(before[1], last)]
}
