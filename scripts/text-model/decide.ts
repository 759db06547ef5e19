import { rateOf } from '../quality/rate.js'
import type { Rate } from '../quality/rate.js'
import type { Measured } from './measure.js'

/** Whether the model is to speak, and what that rests on. */
export interface Decision {
  readonly on: boolean
  /** What the packs miss and the model finds without one benign flag more, over all unseen sources of malicious skills. */
  readonly added: Rate
  /** Unseen sources in which it finds something so. */
  readonly sources: number
  /** Benign sources of which more is flagged than twice what the threshold was set for. */
  readonly loud: readonly string[]
}

const least = { sources: 2, share: 0.015, loud: 0.03 }

/**
 * On only when it gains where it has not seen the source: it finds what the packs miss at no more benign flags, in more
 * than one source, surely more often than it flags at random, and the threshold holds on benign sources not seen.
 */
export function decide({ heldOut, transfer }: Measured): Decision {
  const gains = heldOut.flatMap(({ addedAtNoCost }) => (addedAtNoCost === undefined ? [] : [addedAtNoCost]))
  const total = (name: 'count' | 'of'): number => gains.reduce((sum, rate) => sum + rate[name], 0)
  const added = rateOf(total('count'), total('of'))
  const sources = gains.filter(({ count }) => count > 0).length
  const loud = transfer.filter(({ flagged }) => flagged.low > least.loud).map(({ benign }) => benign)
  const on = sources >= least.sources && added.low > least.share && loud.length === 0
  return { on, added, sources, loud }
}
