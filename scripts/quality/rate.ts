/** So many of so many, with the bounds between which the rate lies with 95 %. */
export interface Rate {
  readonly count: number
  readonly of: number
  readonly low: number
  readonly high: number
}

/** 97.5 % quantile of the normal distribution. */
const z = 1.959964

/** Rate with its Wilson score interval (E. B. Wilson, 1927), which holds for small numbers and for rates of 0 and 1. */
export function rateOf(count: number, of: number): Rate {
  if (of === 0) return { count, of, low: 0, high: 1 }
  const share = count / of
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  return { count, of, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** `37 of 42 (88.1 %; 75.0–94.8)`. */
export function showRate({ count, of, low, high }: Rate): string {
  if (of === 0) return '—'
  const percent = (share: number): string => (100 * share).toFixed(1)
  return `${count} of ${of} (${percent(count / of)} %; ${percent(low)}–${percent(high)})`
}
