import { meetCandidates, openUnions } from './bands.js'
import type { Edge } from './edge.js'
import { hashSet } from './minhash.js'
import type { Sketch } from './sketch.js'

/** Weighted likeness from which on two behave alike. */
const least = 0.8
/** Rare things that both must name: what everybody does makes nobody a relative, and one host no family either. */
const rareShared = 2

/**
 * Artifacts that behave alike: a word counts by how rare it is in the corpus (logarithm of artifacts by those that have
 * it), so that reading files and starting Python make no family.
 */
export function alikeBehaviours(sketches: readonly Sketch[]): readonly Edge[] {
  const frequency = frequencies(sketches.map(({ behaviour }) => behaviour))
  const weightOf = (word: string): number => Math.log(sketches.length / (frequency.get(word) ?? 1))
  const rarely = Math.max(5, Math.sqrt(sketches.length))
  const isRare = (word: string): boolean => (frequency.get(word) ?? 0) <= rarely
  const unions = openUnions(sketches.length)
  const edges: Edge[] = []
  meetCandidates(
    // Over rare words only, which weigh most: over all of them everybody would meet everybody.
    sketches.map(({ behaviour }) => {
      const rare = behaviour.filter(isRare)
      return hashSet(thingsIn(rare) < rareShared ? [] : rare).signature
    }),
    (a, b) => {
      const { score, shared } = weigh(sketches[a]?.behaviour ?? [], sketches[b]?.behaviour ?? [], weightOf)
      if (score >= least && thingsIn(shared.filter(isRare)) >= rareShared && unions.join(a, b))
        edges.push({ by: 'behaviour', a, b, score })
    },
    (a, b) => unions.root(a) === unions.root(b),
  )
  return edges
}

/** In how many lists each word is. */
export function frequencies(lists: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const list of lists) for (const word of list) found.set(word, (found.get(word) ?? 0) + 1)
  return found
}

/** How many different things words are about: a host, and that it is connected to, are one. */
function thingsIn(words: readonly string[]): number {
  const about = words.map((word) => word.slice(word.indexOf(' ') + 1))
  return new Set(about.map((what) => /[\w-]+(?:\.[\w-]+)+/.exec(what)?.[0] ?? what)).size
}

function weigh(
  a: readonly string[],
  b: readonly string[],
  weightOf: (word: string) => number,
): { readonly score: number; readonly shared: readonly string[] } {
  const other = new Set(b)
  const shared = a.filter((word) => other.has(word))
  const sum = (words: Iterable<string>): number => {
    let weight = 0
    for (const word of words) weight += weightOf(word)
    return weight
  }
  const union = sum(new Set([...a, ...b]))
  return { score: union === 0 ? 0 : sum(shared) / union, shared }
}
