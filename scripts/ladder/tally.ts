import type { Seen } from '../quality/seen.js'
import { isFlagged } from '../quality/seen.js'
import type { Rung } from './lay.js'
import type { Seed } from './seed.js'

/** A seed on a rung, and what was said of it. */
export interface Climbed {
  readonly rung: Rung
  readonly seed: Seed
  readonly at: string
  readonly seen: Seen
}

/** Counts of one rung. */
export interface Tally {
  readonly rung: Rung
  readonly malicious: number
  /** Suspicious or malicious. */
  readonly found: number
  /** Not found, but said that it could not be looked at. */
  readonly undetermined: number
  /** Called benign; names of the seeds. */
  readonly silent: readonly string[]
  readonly benign: number
  /** Benign seeds called suspicious or worse. */
  readonly flagged: readonly string[]
  /** Benign seeds of which part could not be looked at. */
  readonly unread: number
}

export function tally(rungs: readonly Rung[], climbed: readonly Climbed[]): readonly Tally[] {
  return rungs.map((rung) => {
    const own = climbed.filter((one) => one.rung === rung)
    const malicious = own.filter(({ seed }) => seed.label === 'malicious')
    const benign = own.filter(({ seed }) => seed.label === 'benign')
    const named = (some: readonly Climbed[]): string[] => some.map(({ seed }) => seed.name)
    return {
      rung,
      malicious: malicious.length,
      found: malicious.filter(({ seen }) => isFlagged(seen)).length,
      undetermined: malicious.filter(({ seen }) => seen.label === 'undetermined').length,
      silent: named(malicious.filter(({ seen }) => seen.label === 'benign')),
      benign: benign.length,
      flagged: named(benign.filter(({ seen }) => isFlagged(seen))),
      unread: benign.filter(({ seen }) => seen.label === 'undetermined').length,
    }
  })
}
