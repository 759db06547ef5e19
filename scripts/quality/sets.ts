import { rateOf } from './rate.js'
import type { Rate } from './rate.js'
import type { Sample, Span } from './sample.js'
import { isFlagged } from './seen.js'
import type { Place, Seen } from './seen.js'

/** A sample with what was said of it. */
export interface Judged {
  readonly sample: Sample
  readonly seen: Seen
}

/** Counts of one set, and the items that were judged wrongly. */
export interface Figure {
  readonly name: string
  /** What the rates count: `found` in malicious sets, `flagged` in benign ones. */
  readonly counts: 'found' | 'flagged'
  readonly items: Rate
  /** Found: every item of the family is. Flagged: one item of the family is. */
  readonly families: Rate
  readonly malicious: Rate
  readonly wrong: readonly Judged[]
}

/** Malicious items: only a flag counts; what could not be looked at is a miss. */
export function foundIn(
  name: string,
  judged: readonly Judged[],
  isFound: (one: Judged) => boolean = ({ seen }) => isFlagged(seen),
): Figure {
  const wrong = judged.filter((one) => !isFound(one))
  return figure(name, 'found', judged, wrong, judged.length - wrong.length)
}

/** Benign items: what could not be looked at is a flag too. */
export function flaggedIn(name: string, judged: readonly Judged[]): Figure {
  const wrong = judged.filter(({ seen }) => seen.label !== 'benign')
  return figure(name, 'flagged', judged, wrong, wrong.length)
}

function figure(
  name: string,
  counts: Figure['counts'],
  judged: readonly Judged[],
  wrong: readonly Judged[],
  count: number,
): Figure {
  const families = new Set(judged.map(({ sample }) => sample.family)).size
  const wrongFamilies = new Set(wrong.map(({ sample }) => sample.family)).size
  return {
    name,
    counts,
    items: rateOf(count, judged.length),
    families: rateOf(counts === 'found' ? families - wrongFamilies : wrongFamilies, families),
    malicious: rateOf(judged.filter(({ seen }) => seen.label === 'malicious').length, judged.length),
    wrong,
  }
}

/** Flagged, and one of the places the verdict rests on lies in what was added. */
export function isFoundInPlace({ sample, seen }: Judged): boolean {
  return isFlagged(seen) && seen.places.some((place) => sample.spans.some((span) => touches(place, span)))
}

function touches(place: Place, { file, from, to }: Span): boolean {
  if (place.file !== file) return false
  return from === undefined || to === undefined || (place.from <= to && place.to >= from)
}

/** The lowest score at which at most this share of the benign is flagged. */
export function thresholdFor(benign: readonly Judged[], share: number): number {
  const unread = benign.filter(({ seen }) => seen.label === 'undetermined').length
  for (let score = 1; score <= 100; score++) {
    const flagged = benign.filter(({ seen }) => seen.score >= score).length
    if (flagged + unread <= share * benign.length) return score
  }
  return 101
}
