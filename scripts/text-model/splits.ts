import type { Featured } from './features.js'
import { randomFrom, shuffled } from './random.js'
import type { Row } from './row.js'
import { scoreOf, train } from './train.js'
import type { Training, Weights } from './train.js'

/** A row that was tested, with its score by a model that had not seen its source. */
export interface Tested {
  readonly row: Row
  readonly score: number
}

export function test(rows: readonly Featured[], model: Weights): Tested[] {
  return rows.map(({ row, windows }) => ({ row, score: scoreOf(windows, model) }))
}

/** Learns from everything but these sources, whatever its label, and but near-duplicates of anything in them. */
export function trainWithout(
  rows: readonly Featured[],
  sources: readonly string[],
  training: Training,
): Weights {
  const out = rows.filter(({ row }) => sources.includes(row.source))
  const families = new Set(out.map(({ row }) => row.family))
  return train(
    rows.filter(({ row }) => !sources.includes(row.source) && !families.has(row.family)),
    training,
  )
}

/** The split that everybody makes first: rows at random, sources and near-duplicates on both sides. */
export function randomSplit(rows: readonly Featured[], training: Training): Tested[] {
  const mixed = shuffled(rows, randomFrom(training.seed))
  const cut = Math.floor(mixed.length * 0.7)
  return test(mixed.slice(cut), train(mixed.slice(0, cut), training))
}

/** How well two benign sources are told apart: one of them plays the malicious one. Families stay together. */
export function tellApart(
  rows: readonly Featured[],
  [first, second]: readonly [string, string],
  training: Training,
): Tested[] {
  const both = rows
    .filter(({ row }) => row.label === 'benign' && (row.source === first || row.source === second))
    .map((one): Featured => ({
      ...one,
      row: { ...one.row, label: one.row.source === first ? 'malicious' : 'benign' },
    }))
  const families = shuffled([...new Set(both.map(({ row }) => row.family))].sort(), randomFrom(training.seed))
  const learned = new Set(families.slice(0, families.length >> 1))
  const model = train(
    both.filter(({ row }) => learned.has(row.family)),
    training,
  )
  return test(
    both.filter(({ row }) => !learned.has(row.family)),
    model,
  )
}

/** Sources that have rows of a label, the largest first. */
export function sourcesOf(rows: readonly Featured[], label: Row['label']): string[] {
  const counts = new Map<string, number>()
  for (const { row } of rows)
    if (row.label === label) counts.set(row.source, (counts.get(row.source) ?? 0) + 1)
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([source]) => source)
}
