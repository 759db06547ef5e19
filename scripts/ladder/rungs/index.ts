import type { Climb, Rung } from '../lay.js'
import { codeKind, plainText, programOf, sayingOf } from '../lay.js'
import { literalRungs } from './literals.js'
import { packedRungs } from './packed.js'
import { placedRungs } from './placed.js'
import { wordedRungs } from './worded.js'

const plain: Climb = (seed) =>
  codeKind(seed) === undefined ? sayingOf(seed, plainText(seed)) : programOf(seed, seed.code)

/** From nothing done at all to what only a run can see. */
export const rungs: readonly Rung[] = [
  { id: 'plain', what: 'nothing', run: 'Nothing: reading is enough.', climb: plain },
  ...literalRungs,
  ...placedRungs,
  ...packedRungs,
  ...wordedRungs,
]
