/** A share with the interval in which the true one lies, 0 to 1. Undefined values when there was nothing to count. */
export interface Share {
  readonly hits: number
  readonly of: number
  readonly value?: number
  readonly low?: number
  readonly high?: number
}

/** Two-sided 95 %. */
const z = 1.959963984540054

/** The Wilson score interval (Wilson 1927), which holds for small counts and shares near 0 and 1. */
export function shareOf(hits: number, of: number): Share {
  if (of === 0) return { hits, of }
  const p = hits / of
  const middle = p + (z * z) / (2 * of)
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))
  const scale = 1 + (z * z) / of
  return {
    hits,
    of,
    value: p,
    low: hits === 0 ? 0 : Math.max(0, (middle - spread) / scale),
    high: hits === of ? 1 : Math.min(1, (middle + spread) / scale),
  }
}
