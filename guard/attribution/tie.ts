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

/** Joins a piece; true when it changes the ties. Of equal pieces the one of the record named first stands. */
export function tie(ties: Ties, piece: Piece, most = 64): boolean {
  const slot = `${piece.method}|${piece.value}`
  const known = ties.get(slot)
  if (known === undefined ? ties.size >= most : !stronger(piece, known)) return false
  ties.set(slot, piece)
  return true
}

function stronger(piece: Piece, known: Piece): boolean {
  const better = piece.weight - known.weight || piece.trust - known.trust
  return better > 0 || (better === 0 && piece.ref < known.ref)
}
