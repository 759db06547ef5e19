import type { PlanTest, TextOp } from '@clawback/model'

/** A Sigma string: literal stretches, `*` (0), `?` (1), and placeholders once `expand` found them. */
export type SigmaString = readonly (string | 0 | 1 | Placeholder)[]

export interface Placeholder {
  readonly list: string
}

/**
 * Reads wildcards and escapes (Sigma rules 2.1, Escape Character): a backslash is an escape only before `*`, `?` or
 * another backslash; anywhere else it stands for itself.
 */
export function readString(text: string): SigmaString {
  const parts: (string | 0 | 1)[] = []
  let plain = ''
  const flush = (): void => {
    if (plain !== '') parts.push(plain)
    plain = ''
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? ''
    const next = text[i + 1]
    if (c === '\\' && (next === '*' || next === '?' || next === '\\')) {
      plain += next
      i++
      // Kept apart, or `\\%name%` (a backslash before a placeholder) would look like an escaped percent sign.
      if (next === '\\' && text[i + 1] === '%') flush()
    } else if (c === '*' || c === '?') {
      flush()
      if (c === '?') parts.push(1)
      else if (parts.at(-1) !== 0) parts.push(0)
    } else plain += c
  }
  flush()
  return parts
}

/**
 * Finds `%name%` in the literal stretches (Sigma rules 2.1, Placeholders); `\%` is a percent sign.
 */
export function findPlaceholders(parts: SigmaString): SigmaString {
  return parts.flatMap((part): SigmaString => (typeof part === 'string' ? splitPlaceholders(part) : [part]))
}

function splitPlaceholders(text: string): (string | Placeholder)[] {
  const parts: (string | Placeholder)[] = []
  let plain = ''
  for (let i = 0; i < text.length;) {
    if (text.startsWith('\\%', i)) {
      plain += '%'
      i += 2
      continue
    }
    const found = /^%([^%\s]{1,80})%/.exec(text.slice(i, i + 84))
    if (found === null) {
      plain += text[i] ?? ''
      i++
      continue
    }
    if (plain !== '') parts.push(plain)
    plain = ''
    parts.push({ list: found[1] ?? '' })
    i += found[0].length
  }
  if (plain !== '') parts.push(plain)
  return parts
}

/** Puts every value of the lists in place of the placeholders: all combinations; undefined when more than `most`. */
export function fillPlaceholders(
  parts: SigmaString,
  lists: Readonly<Record<string, readonly string[]>>,
  most: number,
): SigmaString[] | undefined {
  let out: (string | 0 | 1 | Placeholder)[][] = [[]]
  for (const part of parts) {
    const values: readonly SigmaString[] =
      typeof part === 'object' ? (lists[part.list] ?? []).map(readEntry) : [[part]]
    if (out.length * values.length > most) return undefined
    out = out.flatMap((head) => values.map((value) => join([...head, ...value])))
  }
  return out
}

/** An entry of a list, as the evaluator reads it at load: `*` and `?` are wildcards and nothing escapes. */
function readEntry(entry: string): SigmaString {
  return entry
    .split(/([*?])/)
    .filter((part) => part !== '')
    .map((part) => (part === '*' ? 0 : part === '?' ? 1 : part))
}

/** Neighbouring literals become one, neighbouring `*` become one. */
export function join(parts: SigmaString): (string | 0 | 1 | Placeholder)[] {
  const out: (string | 0 | 1 | Placeholder)[] = []
  for (const part of parts) {
    const last = out.at(-1)
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part
    else if (!(part === 0 && last === 0) && part !== '') out.push(part)
  }
  return out
}

/** The literal text, or undefined when there is a wildcard or placeholder. */
export function plainText(parts: SigmaString): string | undefined {
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined
}

/** The cheapest test that means the string under `op`: wildcards at the ends become contains, startswith, endswith. */
export function textTest(parts: SigmaString, op: TextOp, cased: boolean): PlanTest {
  const open = op === 'contains' || op === 'endswith' ? [0 as const] : []
  const close = op === 'contains' || op === 'startswith' ? [0 as const] : []
  const whole = join([...open, ...parts, ...close]) as (string | 0 | 1)[]
  const flag = cased ? { cased: true as const } : {}
  const first = whole[0] === 0
  const last = whole.length > 1 && whole.at(-1) === 0
  const inner = whole.slice(first ? 1 : 0, last ? -1 : undefined)
  const text = plainText(inner)
  if (text === undefined) return { op: 'glob', parts: whole, ...flag }
  if (first && (last || text === '')) return { op: 'contains', text, ...flag }
  return { op: first ? 'endswith' : last ? 'startswith' : 'eq', text, ...flag }
}
