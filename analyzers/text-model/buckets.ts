import type { TextModel } from '@clawback/model'

import type { Token } from './tokens.js'

/** What decides which n-gram falls into which bucket. */
export type Shape = Pick<TextModel, 'ngrams' | 'bits' | 'window'>

/** The n-grams of some tokens: `visit` gets the bucket, the first token's place and how many tokens it has. */
export function eachNgram(
  tokens: readonly Token[],
  { ngrams: [least, most], bits }: Shape,
  visit: (bucket: number, at: number, length: number) => void,
): void {
  const parts = tokens.map(({ text }) => fnv(text))
  for (let at = 0; at < parts.length; at++) {
    let hash = seed
    for (let length = 1; length <= most && at + length <= parts.length; length++) {
      hash = mix(Math.imul(hash ^ (parts[at + length - 1] ?? 0), prime))
      if (length >= least) visit(hash >>> (32 - bits), at, length)
    }
  }
}

/** Where windows begin and end, in tokens. The last one is as long as the others where there are tokens enough. */
export function windowsOf(count: number, length: number): readonly (readonly [number, number])[] {
  const step = Math.max(1, length >> 1)
  const windows: [number, number][] = []
  for (let from = 0; from + length < count; from += step) windows.push([from, from + length])
  if (count > 0) windows.push([Math.max(0, count - length), count])
  return windows
}

const seed = 0x811c9dc5
const prime = 0x01000193

/** FNV-1a over UTF-16 units. */
function fnv(text: string): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime)
  return hash
}

/** Spreads what little differs over all bits (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
