import { safeDisplay } from '@clawback/text'

/** Characters of one text that a page carries. */
const longest = 5_000

/**
 * The same value with every string safe to show: controls, bidi and invisible characters appear as escapes, and what is
 * longer than a page can use is cut, which is said by `…`.
 */
export function displayable<T>(value: T): T {
  if (typeof value === 'string') return safeDisplay(value, { multiline: true, limit: longest }) as T
  if (Array.isArray(value)) return value.map((item: unknown) => displayable(item)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, displayable(item as unknown)]),
  ) as T
}
