import type { Piece } from './tie.js'
import { combine, weightOf } from './weights.js'
import type { Method } from './weights.js'
import type { Observed } from '../ports.js'

/** The value with the best combined support, the pieces for it and the pieces for anything else. */
export interface Chosen {
  readonly value: string
  readonly score: number
  readonly pieces: readonly Piece[]
  readonly others: readonly Piece[]
}

export function best(pieces: Iterable<Piece>): Chosen | undefined {
  const byValue = new Map<string, Piece[]>()
  for (const piece of pieces) {
    const group = byValue.get(piece.value)
    if (group === undefined) byValue.set(piece.value, [piece])
    else group.push(piece)
  }
  let chosen: { value: string; score: number; pieces: readonly Piece[] } | undefined
  for (const [value, group] of byValue) {
    const score = combine(perMethod(group))
    if (chosen === undefined || score > chosen.score || (score === chosen.score && value < chosen.value))
      chosen = { value, score, pieces: group }
  }
  if (chosen === undefined) return undefined
  const { value } = chosen
  return {
    ...chosen,
    pieces: sorted(chosen.pieces),
    others: sorted([...byValue].flatMap(([other, group]) => (other === value ? [] : group))),
  }
}

/** One way of joining counts once, however often it was seen. */
export function perMethod(pieces: readonly Piece[]): readonly Piece[] {
  const strongestOf = new Map<Method, Piece>()
  for (const piece of pieces) {
    const known = strongestOf.get(piece.method)
    if (known === undefined || piece.weight > known.weight) strongestOf.set(piece.method, piece)
  }
  return [...strongestOf.values()]
}

/** The same piece seen through a join: no stronger than the join. */
export function through(piece: Piece, value: string, method: Method, join: Piece): Piece {
  return {
    value,
    method,
    weight: Math.min(piece.weight, join.weight, weightOf(method, join.trust)),
    trust: Math.min(piece.trust, join.trust) as Piece['trust'],
    ref: piece.ref,
  }
}

export function own(observed: Observed, value: string, method: Method): Piece {
  const trust = observed.record['source.trust']
  return { value, method, trust, weight: weightOf(method, trust), ref: observed.record.id }
}

export function strongest(pieces: readonly Piece[]): Piece | undefined {
  return pieces.reduce<Piece | undefined>(
    (most, piece) => (most === undefined || piece.weight > most.weight ? piece : most),
    undefined,
  )
}

function sorted(pieces: readonly Piece[]): readonly Piece[] {
  return [...pieces].sort(
    (a, b) => b.weight - a.weight || compare(a.method, b.method) || compare(a.ref, b.ref),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
