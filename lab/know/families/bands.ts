import { places } from './minhash.js'

/**
 * Locality-sensitive hashing (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", 3.4): two signatures are
 * candidates when they agree in one band. With 42 bands of 3 a pair of likeness 0.5 is missed 4 times in 1,000, one of
 * 0.6 less than once in 10,000, and one of 0.02 is looked at 3 times in 10,000.
 */
const rows = 3
/** Others in a band that one is compared with: many in one band that are unlike each other share something common. */
const most = 64

/** Sets that are one: each is named by its number. */
export interface Unions {
  root(of: number): number
  /** False when they were one already. */
  join(a: number, b: number): boolean
}

/** Union-find; the root is the smallest number of a set, so it does not depend on the order of joining. */
export function openUnions(size: number): Unions {
  const parent = Uint32Array.from({ length: size }, (_, at) => at)
  const root = (of: number): number => {
    let at = of
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at
      at = parent[at] ?? at
    }
    return at
  }
  return {
    root,
    join(a, b) {
      const [x, y] = [root(a), root(b)]
      if (x === y) return false
      parent[Math.max(x, y)] = Math.min(x, y)
      return true
    },
  }
}

/**
 * Calls `meet` for pairs whose signatures agree in a band, smaller number first, until `joined` says that two belong
 * together anyway: a thousand copies of one thing take a thousand comparisons, not a million.
 */
export function meetCandidates(
  signatures: readonly Uint32Array[],
  meet: (a: number, b: number) => void,
  joined: (a: number, b: number) => boolean,
): void {
  for (let band = 0; band < places / rows; band++) {
    const buckets = new Map<string, number[]>()
    for (const [number, signature] of signatures.entries()) {
      if (signature.length === 0) continue
      const key = signature.subarray(band * rows, (band + 1) * rows).join(' ')
      const bucket = buckets.get(key)
      if (bucket === undefined) buckets.set(key, [number])
      else bucket.push(number)
    }
    for (const bucket of buckets.values()) meetWithin(bucket, meet, joined)
  }
}

function meetWithin(
  bucket: readonly number[],
  meet: (a: number, b: number) => void,
  joined: (a: number, b: number) => boolean,
): void {
  /** One of each set that was met so far. */
  const heads: number[] = []
  for (const number of bucket) {
    for (const head of heads) {
      if (joined(head, number)) break
      meet(head, number)
    }
    if (heads.length < most && !heads.some((head) => joined(head, number))) heads.push(number)
  }
}
