import { ClawbackError } from '@clawback/model'
import type { PackManifest } from '@clawback/model'
import { invalid } from './check.js'

/** Version of the evaluator that packs are written against. */
export const evaluatorVersion = '0.1.0'

/** Throws PACK_EXPIRED when the pack's time is over. */
export function assertFresh(manifest: PackManifest, now: number): void {
  if (manifest.expires !== undefined && Date.parse(manifest.expires) <= now)
    throw new ClawbackError('PACK_EXPIRED', { expires: manifest.expires })
}

/** Throws PACK_INVALID when the pack is written for another evaluator. */
export function assertRunnable(manifest: PackManifest): void {
  const range = manifest.requires.evaluator
  if (!satisfies(evaluatorVersion, range))
    throw invalid('pack manifest', `it needs evaluator ${range}, this is ${evaluatorVersion}`)
}

/** Comparators separated by blanks, all of which must hold: `>=0.1.0 <1.0.0`. Anything else is not satisfied. */
export function satisfies(version: string, range: string): boolean {
  if (range.trim() === '*') return true
  return range
    .trim()
    .split(/\s+/)
    .every((part) => {
      const match = /^(>=|<=|>|<|=)?(\d{1,9}\.\d{1,9}\.\d{1,9})$/.exec(part)
      if (match?.[2] === undefined) return false
      const order = compare(version, match[2])
      switch (match[1]) {
        case '>=':
          return order >= 0
        case '<=':
          return order <= 0
        case '>':
          return order > 0
        case '<':
          return order < 0
        default:
          return order === 0
      }
    })
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
