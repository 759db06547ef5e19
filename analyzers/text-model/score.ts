import { eachNgram, windowsOf } from './buckets.js'
import type { OpenModel } from './open.js'
import { tokensOf } from './tokens.js'
import type { Token } from './tokens.js'

/** What a model makes of one text. */
export interface Scored {
  /** Of the window that scores highest: how much more than nothing speaks for the class it was trained to find. */
  readonly score: number
  /** That window, in UTF-16 units. */
  readonly from: number
  readonly to: number
  /** N-grams of the window that add most to the score, most first. */
  readonly ngrams: readonly string[]
}

const mostNgrams = 8

/** Scores a text by its highest window; undefined for a text without a word. Equal text gives an equal score. */
export function scoreText(text: string, model: OpenModel): Scored | undefined {
  const tokens = tokensOf(text)
  let best: { score: number; from: number; to: number } | undefined
  // Numbered rather than cleared: a bucket counts once per window.
  const seen = new Uint32Array(2 ** model.bits)
  windowsOf(tokens.length, model.window).forEach(([from, to], turn) => {
    const score = scoreWindow(tokens.slice(from, to), model, seen, turn + 1)
    if (best === undefined || score > best.score) best = { score, from, to }
  })
  if (best === undefined) return undefined
  const window = tokens.slice(best.from, best.to)
  return {
    score: Math.round(best.score * 1000) / 1000,
    from: window[0]?.from ?? 0,
    to: window.at(-1)?.to ?? 0,
    ngrams: strongest(window, model),
  }
}

function scoreWindow(window: readonly Token[], model: OpenModel, seen: Uint32Array, turn: number): number {
  let sum = 0
  let count = 0
  eachNgram(window, model, (bucket) => {
    if (seen[bucket] === turn) return
    seen[bucket] = turn
    count++
    sum += model.weights[bucket] ?? 0
  })
  return model.bias + (count === 0 ? 0 : (model.scale * sum) / Math.sqrt(count))
}

function strongest(window: readonly Token[], model: OpenModel): readonly string[] {
  const found = new Map<string, number>()
  eachNgram(window, model, (bucket, at, length) => {
    const weight = model.weights[bucket] ?? 0
    if (weight <= 0) return
    const words = window.slice(at, at + length).map(({ text }) => text)
    found.set(words.join(' '), weight)
  })
  return [...found]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, mostNgrams)
    .map(([words]) => words)
}
