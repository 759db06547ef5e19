/**
 * A linear model over hashed n-grams of words, as pack data: one small weight per bucket. It scores a window of a text
 * by `bias + scale × Σ weight / √n` over the n distinct buckets that the n-grams of the window fall into.
 */
export interface TextModel {
  readonly format: 'clawback-text-model/1'
  readonly name: string
  /** How text becomes tokens; another reading of text has another number. */
  readonly normalisation: 'words/1'
  /** Words per n-gram, from and to. */
  readonly ngrams: readonly [number, number]
  /** There are 2^bits buckets. */
  readonly bits: number
  /** Tokens per window; each begins half a window after the one before. */
  readonly window: number
  readonly bias: number
  /** What a weight of 1 adds. */
  readonly scale: number
  /** base64 of one signed byte per bucket. */
  readonly weights: string
}
