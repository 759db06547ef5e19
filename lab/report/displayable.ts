import { safeDisplay } from '@clawback/text'

/** The same value with every string safe to show: controls, bidi and invisible characters appear as escapes. */
export function displayable<T>(value: T): T {
  if (typeof value === 'string') return safeDisplay(value, { multiline: true }) as T
  if (Array.isArray(value)) return value.map((item: unknown) => displayable(item)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, displayable(item as unknown)]),
  ) as T
}
