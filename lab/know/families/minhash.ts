/**
 * MinHash (Broder 1997, "On the resemblance and containment of documents"): how alike two sets are, by signatures of
 * fixed length. A hash of 32 bits is followed by one mixing for each place of the signature.
 */

/** Places of a signature: the estimate of a likeness s has a standard error of sqrt(s(1-s)/places), at most 0.045. */
export const places = 126
/** Hashes of a set that are kept, the smallest ones: a set of no more is compared exactly. */
export const kept = 2048

/** A set of tokens as it is kept: all integers are unsigned, 32 bits. */
export interface HashedSet {
  /** Distinct tokens, also those that are not kept. */
  readonly size: number
  /** For each place the least hash; empty when there are no tokens. */
  readonly signature: Uint32Array
  /** Ascending. */
  readonly hashes: Uint32Array
}

/** FNV-1a over UTF-16 code units, then {@link mix}. */
export function hashOf(token: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < token.length; at++) hash = Math.imul(hash ^ token.charCodeAt(at), 0x01000193)
  return mix(hash)
}

/** The finaliser of MurmurHash3: each bit of the input turns half of those of the output. */
function mix(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const seeds = Uint32Array.from({ length: places }, (_, place) => mix(Math.imul(place + 1, 0x9e3779b9)))

/** Hashes tokens; the same set gives the same result in whatever order it comes. */
export function hashSet(tokens: Iterable<string>): HashedSet {
  const all = Uint32Array.from(new Set(Array.from(tokens, hashOf))).sort()
  const signature = new Uint32Array(all.length === 0 ? 0 : places).fill(0xffffffff)
  for (let place = 0; place < signature.length; place++) {
    const seed = seeds[place] ?? 0
    let least = 0xffffffff
    for (const hash of all) {
      const mixed = mix(hash ^ seed)
      if (mixed < least) least = mixed
    }
    signature[place] = least
  }
  return { size: all.length, signature, hashes: all.slice(0, kept) }
}

/** Likeness of two sets by their signatures: 0 to 1. Sets without tokens are like nothing. */
export function estimate(a: Uint32Array, b: Uint32Array): number {
  if (a.length === 0 || b.length === 0) return 0
  let same = 0
  for (let place = 0; place < places; place++) if (a[place] === b[place]) same++
  return same / places
}

/**
 * Likeness (Jaccard) of two sets by their hashes: exact when both are kept whole, else over the {@link kept} smallest of
 * their union, with a standard error of at most 0.011.
 */
export function likeness(a: HashedSet, b: HashedSet): number {
  const whole = a.size === a.hashes.length && b.size === b.hashes.length
  const limit = whole ? Infinity : Math.min(kept, Math.max(a.hashes.length, b.hashes.length))
  let [i, j, same, union] = [0, 0, 0, 0]
  while (union < limit && (i < a.hashes.length || j < b.hashes.length)) {
    const [x, y] = [a.hashes[i] ?? Infinity, b.hashes[j] ?? Infinity]
    if (x === y) same++
    if (x <= y) i++
    if (y <= x) j++
    union++
  }
  return union === 0 ? 0 : same / union
}
