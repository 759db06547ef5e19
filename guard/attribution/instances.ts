import type { Observed } from '../ports.js'
import { best, own, strongest, through } from './choose.js'
import type { Chosen } from './choose.js'
import { instanceOf, sessionOf } from './facts.js'
import type { Lookup } from './lookup.js'
import type { Piece } from './tie.js'
import type { Method } from './weights.js'
import { running } from './window.js'

/** Everything that says an instance did it, by identifiers alone. `whole` pieces only tell the session. */
function* instancePieces(
  observed: Observed,
  credential: string | undefined,
  lookup: Lookup,
): Generator<{ readonly piece: Piece; readonly whole: boolean }> {
  const { keys } = observed
  if (keys.session !== undefined)
    yield { piece: own(observed, instanceOf(keys.session, keys.subagent), 'session-id'), whole: false }
  if (keys.toolCall !== undefined)
    for (const piece of lookup.of(`call:${keys.toolCall}`))
      yield {
        piece: through(piece, piece.value, 'tool-use-id', own(observed, '', 'tool-use-id')),
        whole: false,
      }
  if (keys.stamp !== undefined)
    for (const piece of lookup.of(keys.stamp))
      yield {
        piece: through(piece, piece.value, 'stamp', own(observed, '', 'stamp')),
        whole: !piece.value.includes('/'),
      }
  for (const piece of spanPieces(keys.parentSpan, lookup))
    yield {
      piece: through(piece, piece.value, 'traceparent', own(observed, '', 'traceparent')),
      whole: false,
    }
  if (keys.trace !== undefined && keys.session === undefined)
    for (const piece of lookup.of(`trace:${keys.trace}`))
      yield {
        piece: through(piece, piece.value, 'traceparent', own(observed, '', 'traceparent')),
        whole: true,
      }
  if (credential !== undefined && keys.session === undefined && usesCredential(observed))
    yield* credentialPieces(observed, credential, lookup)
}

/** A sign-in log tells of a credential; that is not a use of it. */
function usesCredential({ record }: Observed): boolean {
  return !/^(?:auth|idp|iam|signal)\./.test(record.kind)
}

/** The instance behind a span, climbing to the nearest span that names one. */
function* spanPieces(span: string | undefined, lookup: Lookup): Generator<Piece> {
  for (let at = span, climbed = 0; at !== undefined && climbed < 8; climbed++) {
    const found = [...lookup.of(`span:${at}`)]
    yield* found
    if (found.length > 0) return
    at = best(lookup.of(`above:${at}`))?.value
  }
}

/** Whoever was running a call with this very token in hand; failing that, whoever was seen with it at all. */
function* credentialPieces(
  observed: Observed,
  credential: string,
  lookup: Lookup,
): Generator<{ readonly piece: Piece; readonly whole: boolean }> {
  const at = Date.parse(observed.record.time)
  const candidates = new Map<string, Piece>()
  for (const { value: call } of lookup.of(`calls:${credential}`))
    if (running(lookup.windows(call), at)) {
      const instance = best(lookup.of(`call:${call}`))
      const piece = instance === undefined ? undefined : strongest(instance.pieces)
      if (piece !== undefined) candidates.set(piece.value, piece)
    }
  const method: Method = candidates.size === 1 ? 'token-window' : 'token-shared'
  const join = own(observed, '', method)
  for (const piece of candidates.values())
    yield { piece: through(piece, piece.value, method, join), whole: false }
  if (candidates.size > 0) return
  for (const piece of lookup.of(`users:${credential}`))
    yield {
      piece: through(piece, sessionOf(piece.value), 'token-shared', own(observed, '', 'token-shared')),
      whole: true,
    }
}

export function* sessionPieces(
  observed: Observed,
  credential: string | undefined,
  lookup: Lookup,
): Generator<Piece> {
  for (const { piece } of instancePieces(observed, credential, lookup))
    yield { ...piece, value: sessionOf(piece.value) }
}

export function preciseInstance(
  observed: Observed,
  credential: string | undefined,
  session: string,
  lookup: Lookup,
): Chosen | undefined {
  const pieces: Piece[] = []
  for (const { piece, whole } of instancePieces(observed, credential, lookup))
    if (!whole && sessionOf(piece.value) === session) pieces.push(piece)
  return best(pieces)
}

/** The line of instances from the root to this one, and the evidence for each step. */
export function lineageOf(
  instance: string,
  lookup: Lookup,
): { readonly lineage: readonly string[]; readonly pieces: readonly Piece[] } {
  const root = sessionOf(instance)
  const lineage = [instance]
  const pieces: Piece[] = []
  for (let at = instance; at !== root && lineage.length < 16;) {
    const parent = best(parentPieces(at, lookup)) ?? best([sameSession(at, lookup)])
    if (parent === undefined) break
    const next = lineage.includes(parent.value) ? root : parent.value
    pieces.push(...parent.pieces.slice(0, 2))
    lineage.unshift(next)
    at = next
  }
  if (lineage[0] !== root) lineage.unshift(root)
  return { lineage, pieces }
}

/** The parent by telemetry, and by whose spawning call was running when the sub-agent began. */
function* parentPieces(instance: string, lookup: Lookup): Generator<Piece> {
  yield* lookup.of(`parent:${instance}`)
  const began = best(lookup.of(`began:${instance}`))
  if (began === undefined) return
  const at = Date.parse(began.value)
  const parents = new Map<string, Piece>()
  for (const spawning of lookup.of(`spawning:${sessionOf(instance)}`))
    if (running(lookup.windows(spawning.value), at))
      for (const caller of lookup.of(`call:${spawning.value}`))
        if (caller.value !== instance)
          parents.set(caller.value, through(spawning, caller.value, 'spawn-nesting', caller))
  for (const piece of parents.values())
    yield parents.size === 1
      ? piece
      : { ...piece, method: 'same-session', weight: Math.min(piece.weight, 0.45) }
}

function sameSession(instance: string, lookup: Lookup): Piece {
  const [began] = lookup.of(`began:${instance}`)
  return { value: sessionOf(instance), method: 'same-session', weight: 0.45, trust: 1, ref: began?.ref ?? '' }
}
