import type { TextModel } from '@clawback/model'

import type { Shape } from '../../analyzers/text-model/buckets.js'
import type { Weights } from './train.js'

/** What a model is called in its file and its rule. */
export const modelName = 'hostile-text'

/** One signed byte per bucket; the largest weight becomes 127. */
export function quantise({ bias, weights }: Weights, shape: Shape): TextModel {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)
  const scale = largest / 127 || 1
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / scale))
  return {
    format: 'clawback-text-model/1',
    name: modelName,
    normalisation: 'words/1',
    ...shape,
    bias: Number(bias.toFixed(6)),
    scale: Number(scale.toPrecision(8)),
    weights: Buffer.from(bytes.buffer).toString('base64'),
  }
}
