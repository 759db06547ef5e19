import type { Observed } from '../ports.js'
import { best, own, perMethod, strongest, through } from './choose.js'
import type { Chosen } from './choose.js'
import { ownerHandle } from './facts.js'
import type { Lookup } from './lookup.js'
import type { Piece } from './tie.js'
import { combine } from './weights.js'

export interface HumanAnswer {
  readonly human?: string
  readonly score: number
  readonly chosen: readonly Piece[]
  readonly others: readonly Piece[]
}

/**
 * The person: whom the issuer ties the credential to, whom the session belongs to, whom the record itself names.
 * Another declared person, told by a source at least as trusted, takes away from the score; others are only shown.
 */
export function humanOf(
  observed: Observed,
  credential: string | undefined,
  session: Chosen | undefined,
  lookup: Lookup,
): HumanAnswer {
  const answer = best(humanPieces(observed, credential, session, lookup))
  if (answer === undefined) return { score: 0, chosen: [], others: [] }
  const trust = Math.max(...answer.pieces.map((piece) => piece.trust))
  const against = answer.others.filter(
    (piece) => piece.trust >= trust && lookup.directory.person(piece.value) !== undefined,
  )
  const score = Math.max(0, answer.score - combine(perMethod(against)) / 2)
  return { human: answer.value, score, chosen: answer.pieces, others: answer.others }
}

function* humanPieces(
  observed: Observed,
  credential: string | undefined,
  session: Chosen | undefined,
  lookup: Lookup,
): Generator<Piece> {
  const owner = ownerHandle(observed)
  if (owner !== undefined) yield own(observed, personOf(owner, lookup), 'sign-in')
  if (credential !== undefined)
    for (const piece of lookup.of(`owner:${credential}`))
      yield through(piece, personOf(piece.value, lookup), 'sign-in', {
        ...own(observed, '', 'token-digest'),
        weight: 0.92,
      })
  if (session === undefined) {
    for (const claim of observed.claims)
      if (claim.claim === 'human') yield own(observed, personOf(claim.value, lookup), 'user-email')
    return
  }
  const join = strongest(session.pieces)
  if (join === undefined) return
  for (const piece of lookup.of(`human:${session.value}`))
    yield { ...piece, value: personOf(piece.value, lookup), weight: Math.min(piece.weight, session.score) }
}

/** Handles become people through the directory, and through the mail address an issuer gave for a subject. */
function personOf(handle: string, lookup: Lookup): string {
  const found = lookup.directory.who(handle)
  if (found.declared) return found.human
  const alias = best(lookup.of(`alias:${handle}`))
  return alias === undefined ? found.human : lookup.directory.who(alias.value).human
}
