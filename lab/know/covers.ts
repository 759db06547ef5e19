/** One thing and which of the wanted parts it has, as bits. */
export interface Bearer {
  readonly mask: number
}

/**
 * The smallest sets of bearers that have every part between them: each set needs every one of its members. Smallest
 * first, then in the order of the bearers; at most `most`.
 */
export function smallestCovers<One extends Bearer>(
  bearers: readonly One[],
  parts: number,
  most: number,
): readonly (readonly One[])[] {
  const groups = groupByMask(bearers)
  const found: (readonly One[])[] = []
  for (const masks of coveringMasks([...groups.keys()], parts)) {
    for (const set of choose(masks.map((mask) => groups.get(mask) ?? []))) {
      if (found.length >= most) return found
      found.push(set)
    }
  }
  return found
}

/** How many such sets there are, by their size. */
export function countCovers(bearers: readonly Bearer[], parts: number): ReadonlyMap<number, number> {
  const groups = groupByMask(bearers)
  const counts = new Map<number, number>()
  for (const masks of coveringMasks([...groups.keys()], parts)) {
    const sets = masks.reduce((product, mask) => product * (groups.get(mask)?.length ?? 0), 1)
    counts.set(masks.length, (counts.get(masks.length) ?? 0) + sets)
  }
  return counts
}

/**
 * The share of all sets of `size` out of `total` things, of which the bearers are some, that have every part between
 * them: by inclusion and exclusion over the parts that are missing.
 */
export function coveredShare(bearers: readonly Bearer[], parts: number, total: number, size: number): number {
  if (size > total) return 0
  let share = 0
  for (let missing = 0; missing < 2 ** parts; missing++) {
    const without = total - bearers.filter(({ mask }) => (mask & missing) !== 0).length
    share += (bitsOf(missing) % 2 === 0 ? 1 : -1) * ratioOfChoices(without, total, size)
  }
  return Math.min(1, Math.max(0, share))
}

/** Sets of masks that cover every part and need each of theirs, smallest first. */
function coveringMasks(masks: readonly number[], parts: number): readonly (readonly number[])[] {
  const full = 2 ** parts - 1
  const sorted = [...masks].filter((mask) => mask !== 0).sort((a, b) => a - b)
  const found: number[][] = []
  const grow = (set: readonly number[], from: number): void => {
    if (union(set) === full) {
      if (set.every((one) => union(set.filter((other) => other !== one)) !== full)) found.push([...set])
      return
    }
    if (set.length >= parts) return
    for (let at = from; at < sorted.length; at++) grow([...set, sorted[at] ?? 0], at + 1)
  }
  grow([], 0)
  return found.sort((a, b) => a.length - b.length)
}

function union(masks: readonly number[]): number {
  return masks.reduce((all, mask) => all | mask, 0)
}

function groupByMask<One extends Bearer>(bearers: readonly One[]): ReadonlyMap<number, readonly One[]> {
  const groups = new Map<number, One[]>()
  for (const one of bearers) {
    const group = groups.get(one.mask)
    if (group === undefined) groups.set(one.mask, [one])
    else group.push(one)
  }
  return groups
}

function* choose<One>(lists: readonly (readonly One[])[]): Generator<readonly One[]> {
  const [first, ...rest] = lists
  if (first === undefined) {
    yield []
    return
  }
  for (const one of first) for (const others of choose(rest)) yield [one, ...others]
}

/** `size` out of `some` divided by `size` out of `all`. */
function ratioOfChoices(some: number, all: number, size: number): number {
  let ratio = 1
  for (let i = 0; i < size; i++) ratio *= Math.max(0, some - i) / (all - i)
  return ratio
}

function bitsOf(number: number): number {
  let bits = 0
  for (let rest = number; rest > 0; rest >>= 1) bits += rest & 1
  return bits
}
