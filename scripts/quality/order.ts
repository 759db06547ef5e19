import { createHash } from 'node:crypto'

interface Drawn {
  readonly sha256: string
  readonly stratum: string
}

/**
 * A random order that seed and contents settle, whatever the order they come in. Each stratum is spread evenly over the whole
 * list, so that every start of it is a stratified sample.
 */
export function drawnOrder<Item extends Drawn>(items: readonly Item[], seed: string): Item[] {
  const shuffled = items
    .map((item) => ({ item, lot: lotOf(item.sha256, seed) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
  const sizes = new Map<string, number>()
  for (const { stratum } of items) sizes.set(stratum, (sizes.get(stratum) ?? 0) + 1)
  const drawn = new Map<string, number>()
  return shuffled
    .map(({ item, lot }) => {
      const before = drawn.get(item.stratum) ?? 0
      drawn.set(item.stratum, before + 1)
      return { item, lot, at: (before + 0.5) / (sizes.get(item.stratum) ?? 1) }
    })
    .sort((a, b) => a.at - b.at || (a.lot < b.lot ? -1 : 1))
    .map(({ item }) => item)
}

function lotOf(sha256: string, seed: string): string {
  return createHash('sha256').update(`${seed} ${sha256}`).digest('hex')
}
