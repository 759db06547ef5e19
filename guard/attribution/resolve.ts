import type { Attribution, AttributionEvidence } from '@clawback/model'
import type { Observed } from '../ports.js'
import { best, own, strongest } from './choose.js'
import type { Chosen } from './choose.js'
import { humanOf } from './humans.js'
import { lineageOf, preciseInstance, sessionPieces } from './instances.js'
import type { Lookup } from './lookup.js'
import type { Piece } from './tie.js'
import { attributedFrom, levelOf } from './weights.js'

type Claim = AttributionEvidence['claim']

/** Who did it, from a record's own keys and all that is tied to them: the session, the instance in it, the line up to its root, the person, the credential. */
export function resolve(observed: Observed, lookup: Lookup): Omit<Attribution, 'rev'> {
  const credential = credentialOf(observed, lookup)
  const likely = best(sessionPieces(observed, credential?.value, lookup))
  // Less than even odds make no chain: a claim of a session must not enter its story.
  const session = likely !== undefined && likely.score >= attributedFrom ? likely : undefined
  const precise =
    session === undefined ? undefined : preciseInstance(observed, credential?.value, session.value, lookup)
  const instance = precise?.value ?? session?.value
  const line = instance === undefined ? { lineage: [], pieces: [] } : lineageOf(instance, lookup)
  const human = humanOf(observed, credential?.value, session, lookup)
  const agent = session === undefined ? undefined : best(lookup.of(`agent:${session.value}`))

  const bestHuman = strongest(human.chosen)
  const bestSession = session === undefined ? undefined : strongest(session.pieces)
  const limit = Math.min(bestHuman?.weight ?? 0, bestSession?.weight ?? 1)
  const known = credential?.value
  return {
    ...maybe('human', human.human),
    ...maybe('agent', agent?.value),
    lineage: line.lineage,
    ...maybe('run', observed.keys.run),
    ...maybe('session', session?.value),
    ...maybe('credential', known),
    ...maybe(
      'grant',
      observed.keys.grant ?? (known === undefined ? undefined : best(lookup.of(`granted:${known}`))?.value),
    ),
    ...maybe(
      'client',
      observed.keys.client ?? (known === undefined ? undefined : best(lookup.of(`client:${known}`))?.value),
    ),
    ...maybe(
      'issuer',
      observed.keys.issuer ?? (known === undefined ? undefined : best(lookup.of(`issuer:${known}`))?.value),
    ),
    score: round(Math.min(human.score, session?.score ?? 1)),
    level: levelOf(limit),
    evidence: [
      ...human.chosen.map((piece) => evidence('human', piece)),
      ...(likely?.pieces ?? []).map((piece) => evidence('session', piece)),
      ...(precise?.pieces ?? []).map((piece) => evidence('agent', piece)),
      ...line.pieces.map((piece) => evidence('parent', piece)),
      ...(credential === undefined ? [] : credential.pieces.map((piece) => evidence('credential', piece))),
    ].slice(0, 24),
    conflicts: [
      ...human.others.map((piece) => evidence('human', piece)),
      ...(session?.others ?? []).map((piece) => evidence('session', piece)),
    ].slice(0, 12),
  }
}

function credentialOf({ record, keys }: Observed, lookup: Lookup): Chosen | undefined {
  if (keys.tokenDigest !== undefined)
    return best([own({ record, keys, claims: [] }, lookup.credential(keys.tokenDigest), 'token-digest')])
  return keys.toolCall === undefined ? undefined : best(lookup.of(`token-in:${keys.toolCall}`))
}

function evidence(claim: Claim, { value, method, trust, weight, ref }: Piece): AttributionEvidence {
  return { claim, value, method, trust, weight: round(weight), ref }
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000
}

function maybe<Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [N in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]: string })
}
