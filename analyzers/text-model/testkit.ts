import type { TextModel } from '@clawback/model'

import { eachNgram } from './buckets.js'
import { tokensOf } from './tokens.js'

/** A model that knows these texts: each n-gram of theirs adds `weight`. */
export function modelOf(texts: readonly string[], weight = 100, change: Partial<TextModel> = {}): TextModel {
  const shape = { ngrams: [1, 2], bits: 10, window: 16 } as const
  const weights = new Int8Array(2 ** shape.bits)
  for (const text of texts)
    eachNgram(tokensOf(text), shape, (bucket) => {
      weights[bucket] = weight
    })
  return {
    format: 'clawback-text-model/1',
    name: 'test',
    normalisation: 'words/1',
    ...shape,
    bias: -1,
    scale: 0.01,
    weights: Buffer.from(weights.buffer).toString('base64'),
    ...change,
  }
}
