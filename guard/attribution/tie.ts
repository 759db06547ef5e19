import type { Trust } from '@clawback/model'
import type { Method } from './weights.js'

/** One piece of evidence that ties a thing to a value. */
export interface Piece {
  readonly value: string
  readonly method: Method
  readonly weight: number
  readonly trust: Trust
  /** Record it came from. */
  readonly ref: string
}

/**
 * What a thing is tied to: per value and method the best piece. Joining pieces is commutative, associative and
 * idempotent, so that order and repetition of evidence do not matter, and ten thousand claims count once.
 */
export type Ties = Map<string, Piece>

/** Joins a piece; true when it changes what can be concluded (not when it only changes which record is named). */
export function tie(ties: Ties, piece: Piece, most = 64): boolean {
  const slot = `${piece.method}|${piece.value}`
  const known = ties.get(slot)
  if (known === undefined) {
    if (ties.size >= most) return false
    ties.set(slot, piece)
    return true
  }
  const better = piece.weight - known.weight || piece.trust - known.trust
  if (better > 0 || (better === 0 && piece.ref < known.ref)) ties.set(slot, piece)
  return better > 0
}
