import type { Pattern, PlanTest } from '@clawback/model'
import { parsePattern } from '@clawback/model'

type RegexTest = Extract<PlanTest, { op: 're' }>

const parsed = new WeakMap<RegexTest, Pattern>()

/** The pattern of a test, parsed once. Throws PatternError. */
export function patternOf(test: RegexTest): Pattern {
  const pattern = parsed.get(test) ?? parsePattern(test.pattern, test.flags)
  parsed.set(test, pattern)
  return pattern
}

/** Alternatives kept of one pattern. */
const literalCap = 64

/** Texts one of which occurs in every text the pattern is found in; undefined when none is certain. */
export function literals(pattern: Pattern): readonly string[] | undefined {
  switch (pattern.type) {
    case 'set':
      return single(pattern) === undefined ? undefined : [single(pattern) ?? '']
    case 'repeat':
      return pattern.min > 0 ? literals(pattern.item) : undefined
    case 'choice':
      return allLiterals(pattern.items)
    case 'sequence':
      return ofSequence(pattern.items)
    case 'any':
    case 'at':
      return undefined
  }
}

function allLiterals(items: readonly Pattern[]): readonly string[] | undefined {
  const found = items.map(literals)
  const known = found.filter((one) => one !== undefined)
  const all = known.flat()
  return known.length === found.length && all.length <= literalCap ? all : undefined
}

/** The longest run of plain characters, or what the best item says. */
function ofSequence(items: readonly Pattern[]): readonly string[] | undefined {
  const runs: string[] = ['']
  for (const item of items) {
    const c = single(item)
    if (c === undefined) runs.push('')
    else runs.push((runs.pop() ?? '') + c)
  }
  const run = longest(runs)
  // A letter by itself is in a run already.
  const others = items
    .map((item) => (item.type === 'set' ? undefined : literals(item)))
    .filter((one) => one !== undefined && shortest(one) > run.length)
  return others[0] ?? (run === '' ? undefined : [run])
}

/** Length of the shortest text. */
function shortest(texts: readonly string[]): number {
  return Math.min(...texts.map((text) => text.length))
}

function single(pattern: Pattern): string | undefined {
  if (pattern.type !== 'set' || pattern.negated || pattern.ranges.length !== 1) return undefined
  const [range] = pattern.ranges
  return range !== undefined && range[0] === range[1] ? String.fromCodePoint(range[0]) : undefined
}

export function longest(texts: readonly string[]): string {
  return texts.reduce((a, b) => (b.length > a.length ? b : a), '')
}
