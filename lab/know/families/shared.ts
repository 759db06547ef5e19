import { textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import type { Fact, Shared } from '@clawback/model'
import { unpackObservation } from '../../store/kept.js'
import { keptOf } from '../../store/store.js'
import { codeShingles } from './code-shingles.js'
import type { NearFamily } from './families.js'
import { hashOf } from './minhash.js'
import type { HashedSet } from './minhash.js'
import type { Sketch } from './sketch.js'
import { textShingles } from './text-shingles.js'

/** Shingles of a pair that are counted in the corpus, and those that are told. */
const counted = 60
const told = 5

const shinglesOf: Readonly<Record<'text' | 'code', (facts: readonly Fact[]) => ReadonlySet<string>>> = {
  text: textShingles,
  code: codeShingles,
}

/** What members of families share, by family and kind: shingles of the most alike pair, rarest elsewhere first. */
export type SharedShingles = ReadonlyMap<string, Partial<Record<'text' | 'code', readonly Shared[]>>>

/** Reads the two most alike members of each family again, since sketches hold no words. */
export async function sharedShingles(
  ledger: Ledger,
  families: readonly NearFamily[],
  sketches: readonly Sketch[],
): Promise<SharedShingles> {
  const found = new Map<string, { by: 'text' | 'code'; shingles: readonly string[] }[]>()
  for (const { id, reasons } of families) {
    const pairs = []
    for (const { by, between } of reasons)
      if (by !== 'behaviour') pairs.push({ by, shingles: await inBoth(ledger, between, shinglesOf[by]) })
    found.set(id, pairs)
  }
  const wanted = { text: new Map<number, number>(), code: new Map<number, number>() }
  for (const pairs of found.values())
    for (const { by, shingles } of pairs) for (const shingle of shingles) wanted[by].set(hashOf(shingle), 0)
  for (const sketch of sketches) for (const by of ['text', 'code'] as const) countIn(sketch[by], wanted[by])
  const placed = new Map(sketches.map((sketch) => [sketch.artifact, sketch]))
  return new Map(
    families.map(({ id, members }) => {
      const own = members.flatMap((one) => placed.get(one) ?? [])
      const lists = (found.get(id) ?? []).map(({ by, shingles }) => {
        const within = new Map(shingles.map((shingle) => [hashOf(shingle), 0]))
        for (const sketch of own) countIn(sketch[by], within)
        const shared = shingles.map((name) => {
          const here = within.get(hashOf(name)) ?? 0
          return { name, members: here, elsewhere: (wanted[by].get(hashOf(name)) ?? here) - here }
        })
        return [by, rarest(shared)] as const
      })
      return [id, Object.fromEntries(lists)]
    }),
  )
}

async function inBoth(
  ledger: Ledger,
  between: readonly string[],
  shingled: (facts: readonly Fact[]) => ReadonlySet<string>,
): Promise<readonly string[]> {
  const rows = await ledger.all(
    'SELECT artifact, frame, facts, events FROM observation WHERE artifact IN (SELECT value FROM json_each(?))',
    [JSON.stringify(between)],
  )
  const [a, b] = [...rows]
    .sort((x, y) => (textOf(x, 'artifact') < textOf(y, 'artifact') ? -1 : 1))
    .map((row) => shingled(unpackObservation(keptOf(row)).reading.facts))
  if (a === undefined || b === undefined) return []
  // The smallest hashes: the ones that sketches keep of a large text, and a fair sample of it.
  return [...a]
    .filter((shingle) => b.has(shingle))
    .sort((x, y) => hashOf(x) - hashOf(y))
    .slice(0, counted)
}

function countIn({ hashes }: HashedSet, counts: Map<number, number>): void {
  for (const hash of hashes) {
    const count = counts.get(hash)
    if (count !== undefined) counts.set(hash, count + 1)
  }
}

function rarest(shared: readonly Shared[]): readonly Shared[] {
  return [...shared]
    .sort((a, b) => b.members - a.members || a.elsewhere - b.elsewhere || (a.name < b.name ? -1 : 1))
    .filter(({ members }) => members > 1)
    .slice(0, told)
}
