import type { Verdict } from '@clawback/model'
import { groupBy } from '../walk/group.js'
import type { ArtifactRow } from './query.js'
import { shareOf } from './wilson.js'
import type { Share } from './wilson.js'

/** An artifact with what a person or a data set says of it. */
export interface Labelled extends Pick<ArtifactRow, 'artifact' | 'name' | 'verdict' | 'score' | 'rules'> {
  readonly label: string
  readonly family?: string
  readonly labelled?: string
  readonly source: string
}

export interface EvaluateOptions {
  /** Labels that ought to be flagged; the others ought not. */
  readonly positive: readonly string[]
  /** Labels that count neither way. */
  readonly ignore: readonly string[]
  /** Verdicts that flag. */
  readonly flags: readonly Verdict['label'][]
}

/** How well verdicts fit labels. An `undetermined` flags nothing and clears nothing: it is counted by itself. */
export interface Evaluation {
  readonly labelled: number
  readonly positives: number
  readonly negatives: number
  readonly undetermined: { readonly positives: number; readonly negatives: number }
  /** Of what was flagged, how much rightly. */
  readonly precision: Share
  /** Of what ought to be flagged, how much was. */
  readonly recall: Share
  /** Of what ought not to be flagged, how much was. */
  readonly falsePositives: Share
  /** Label -> verdict -> artifacts. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly families: readonly Slice[]
  /** By who gave the label. */
  readonly sources: readonly Slice[]
  /** Everything that was judged wrongly, missed ones first. */
  readonly wrong: readonly (Labelled & { readonly wrong: 'missed' | 'false alarm' })[]
}

export interface Slice {
  readonly name: string
  readonly recall: Share
  readonly falsePositives: Share
}

export function evaluate(all: readonly Labelled[], options: EvaluateOptions): Evaluation {
  const counted = all.filter(({ label }) => !options.ignore.includes(label))
  const positive = (one: Labelled): boolean => options.positive.includes(one.label)
  const flagged = (one: Labelled): boolean => options.flags.includes(one.verdict)
  const count = (...tests: ((one: Labelled) => boolean)[]): number =>
    counted.filter((one) => tests.every((test) => test(one))).length
  const negative = (one: Labelled): boolean => !positive(one)
  const unsure = (one: Labelled): boolean => one.verdict === 'undetermined'
  const slice = (name: string, some: readonly Labelled[]): Slice => ({
    name,
    recall: shareOf(some.filter((one) => positive(one) && flagged(one)).length, some.filter(positive).length),
    falsePositives: shareOf(
      some.filter((one) => negative(one) && flagged(one)).length,
      some.filter(negative).length,
    ),
  })
  const slices = (nameOf: (one: Labelled) => string | undefined): readonly Slice[] =>
    [
      ...groupBy(
        counted.filter((one) => nameOf(one) !== undefined),
        (one) => nameOf(one) ?? '',
      ),
    ]
      .map(([name, some]) => slice(name, some))
      .sort((a, b) => b.recall.of + b.falsePositives.of - (a.recall.of + a.falsePositives.of))
  const missed = counted.filter((one) => positive(one) && !flagged(one))
  const alarms = counted.filter((one) => negative(one) && flagged(one))
  return {
    labelled: counted.length,
    positives: count(positive),
    negatives: count(negative),
    undetermined: { positives: count(positive, unsure), negatives: count(negative, unsure) },
    precision: shareOf(count(positive, flagged), count(flagged)),
    recall: shareOf(count(positive, flagged), count(positive)),
    falsePositives: shareOf(alarms.length, count(negative)),
    confusion: confusionOf(counted),
    families: slices(({ family }) => family),
    sources: slices(({ labelled }) => labelled),
    wrong: [
      ...missed.map((one) => ({ ...one, wrong: 'missed' as const })),
      ...alarms.map((one) => ({ ...one, wrong: 'false alarm' as const })),
    ],
  }
}

function confusionOf(all: readonly Labelled[]): Evaluation['confusion'] {
  const table: Record<string, Record<string, number>> = {}
  for (const { label, verdict } of all) {
    const row = (table[label] ??= {})
    row[verdict] = (row[verdict] ?? 0) + 1
  }
  return table
}
