import { eachNgram, windowsOf } from '../../analyzers/text-model/buckets.js'
import type { Shape } from '../../analyzers/text-model/buckets.js'
import { tokensOf } from '../../analyzers/text-model/tokens.js'
import type { Row } from './row.js'

/** The distinct buckets of one window. */
export type Window = Uint32Array

/** A row as the model sees it. */
export interface Featured {
  readonly row: Row
  readonly windows: readonly Window[]
}

export function featuresOf(row: Row, shape: Shape): Featured {
  return { row, windows: windowsIn(row.texts, shape) }
}

export function windowsIn(texts: readonly string[], shape: Shape): Window[] {
  return texts.flatMap((text) => {
    const tokens = tokensOf(text)
    return windowsOf(tokens.length, shape.window).map(([from, to]) => {
      const buckets = new Set<number>()
      eachNgram(tokens.slice(from, to), shape, (bucket) => buckets.add(bucket))
      return Uint32Array.from(buckets)
    })
  })
}
