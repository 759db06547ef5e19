import type { EventRecord } from '@clawback/model'
import { recordsOf } from '../../walk/observe.js'
import type { Observation } from '../../walk/observe.js'
import { behaviourOf } from './behaviour.js'
import { codeShingles } from './code-shingles.js'
import { infrastructureOf } from './infrastructure.js'
import type { Infrastructure } from './infrastructure.js'
import { hashSet } from './minhash.js'
import type { HashedSet } from './minhash.js'
import { payloadsOf } from './payloads.js'
import type { Payload } from './payloads.js'
import { textShingles } from './text-shingles.js'

/** One artifact as it is compared with others: a few kilobytes, made once of its observation. */
export interface Sketch {
  readonly artifact: string
  readonly text: HashedSet
  readonly code: HashedSet
  readonly behaviour: readonly string[]
  readonly infrastructure: readonly Infrastructure[]
  readonly payloads: readonly Payload[]
}

/** Counts up when the same observation gives another sketch: older ones are made anew. */
export const sketchVersion = 2

export function sketchOf(observation: Observation): Sketch {
  const { facts } = observation.reading
  const records: readonly EventRecord[] = recordsOf(observation)
  return {
    artifact: observation.artifact.id,
    text: hashSet(textShingles(facts)),
    code: hashSet(codeShingles(facts)),
    behaviour: behaviourOf(records),
    infrastructure: infrastructureOf(records),
    payloads: payloadsOf(records),
  }
}
