import { rateOf } from '../quality/rate.js'
import type { Rate } from '../quality/rate.js'
import { above, areaUnder, thresholdAt } from './curve.js'
import type { Featured } from './features.js'
import type { Row } from './row.js'
import { randomSplit, sourcesOf, tellApart, test, trainWithout } from './splits.js'
import type { Tested } from './splits.js'
import type { Training } from './train.js'

/** Share of benign rows that may be flagged. */
export const benignShare = 0.015
/** Smaller benign sources are not told apart from others. */
const enough = 39

export interface Split {
  readonly auc: number
  readonly recall: Rate
}

/** One malicious and one benign source that nothing was learned from. */
export interface Cell extends Split {
  readonly malicious: string
  readonly benign: string
}

/** What a model that has not seen a malicious source makes of it. */
export interface HeldOut {
  readonly malicious: string
  /** Found where 1.5 % of the benign skills of unseen sources are flagged. */
  readonly recall: Rate
  /** Of those that the packs miss, at the same rate; absent where the packs were not asked. */
  readonly added?: Rate
  /** The same where no benign skill is flagged that the packs do not flag. */
  readonly addedAtNoCost?: Rate
  readonly packs?: Rate
}

/** What becomes of a benign source when the threshold was set on the others, so that 1.5 % of them are flagged. */
export interface Transfer {
  readonly benign: string
  readonly flagged: Rate
}

export interface Measured {
  readonly random: Split
  readonly cells: readonly Cell[]
  readonly heldOut: readonly HeldOut[]
  readonly transfer: readonly Transfer[]
  /** Where 1.5 % of the benign skills lie above, each scored by a model that has not seen its source. */
  readonly threshold: number
  readonly apart: readonly { readonly sources: readonly [string, string]; readonly auc: number }[]
}

export function measure(rows: readonly Featured[], training: Training): Measured {
  const cells: Cell[] = []
  const heldOut: HeldOut[] = []
  for (const malicious of sourcesOf(rows, 'malicious')) {
    const hostile = of(rows, 'malicious', malicious)
    const benign: Tested[] = []
    for (const source of sourcesOf(rows, 'benign')) {
      const model = trainWithout(rows, [malicious, source], training)
      const tested = test(of(rows, 'benign', source), model)
      cells.push({ malicious, benign: source, ...splitOf(test(hostile, model), tested) })
      benign.push(...tested)
    }
    const found = test(hostile, trainWithout(rows, [malicious], training))
    heldOut.push({ malicious, ...gainOf(found, benign.filter(isSkill)) })
  }
  return {
    random: split(randomSplit(rows, training)),
    cells,
    heldOut,
    ...transferred(rows, training),
    apart: pairs(
      sourcesOf(rows, 'benign').filter((source) => of(rows, 'benign', source).length >= enough),
    ).map((sources) => ({ sources, auc: split(tellApart(rows, sources, training)).auc })),
  }
}

function gainOf(found: readonly Tested[], benign: readonly Tested[]): Omit<HeldOut, 'malicious'> {
  const threshold = thresholdAt(scores(benign), benignShare)
  const recall = rateAbove(found, threshold)
  if (!found.every(isSkill)) return { recall }
  const quiet = benign.filter(({ row }) => row.packs === 'quiet')
  const missed = found.filter(({ row }) => row.packs === 'quiet')
  return {
    recall,
    added: rateAbove(missed, threshold),
    addedAtNoCost: rateAbove(missed, thresholdAt(scores(quiet), 0)),
    packs: rateOf(found.length - missed.length, found.length),
  }
}

function transferred(
  rows: readonly Featured[],
  training: Training,
): Pick<Measured, 'transfer' | 'threshold'> {
  const sources = sourcesOf(rows, 'benign')
  const tested = sources.flatMap((source) =>
    test(of(rows, 'benign', source), trainWithout(rows, [source], training)),
  )
  const skills = tested.filter(isSkill)
  const transfer = sources
    .filter((source) => skills.some(({ row }) => row.source === source))
    .map((benign) => {
      const others = skills.filter(({ row }) => row.source !== benign)
      const threshold = thresholdAt(scores(others), benignShare)
      return {
        benign,
        flagged: rateAbove(
          skills.filter(({ row }) => row.source === benign),
          threshold,
        ),
      }
    })
  return { transfer, threshold: thresholdAt(scores(skills), benignShare) }
}

function split(tested: readonly Tested[]): Split {
  return splitOf(
    tested.filter(({ row }) => row.label === 'malicious'),
    tested.filter(({ row }) => row.label === 'benign'),
  )
}

function splitOf(malicious: readonly Tested[], benign: readonly Tested[]): Split {
  return {
    auc: areaUnder(scores(malicious), scores(benign)),
    recall: rateAbove(malicious, thresholdAt(scores(benign), benignShare)),
  }
}

function of(rows: readonly Featured[], label: Row['label'], source: string): Featured[] {
  return rows.filter(({ row }) => row.label === label && row.source === source)
}

/** The packs were asked about skills only. */
function isSkill({ row }: Tested): boolean {
  return row.packs !== undefined
}

function scores(tested: readonly Tested[]): number[] {
  return tested.map(({ score }) => score)
}

function rateAbove(tested: readonly Tested[], threshold: number): Rate {
  return rateOf(above(scores(tested), threshold), tested.length)
}

function pairs(names: readonly string[]): (readonly [string, string])[] {
  return names.flatMap((first, at) => names.slice(at + 1).map((second) => [first, second] as const))
}
