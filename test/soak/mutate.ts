/** Spoils inputs the way careless and hostile authors do. Deterministic by its numbers, so that a failure can be made again. */
type Next = () => number

export function pick<T>(all: readonly T[], next: Next): T {
  return all[Math.floor(next() * all.length)] as T
}

const pieces = [
  '',
  ' ',
  '\n',
  '\t',
  '\r\n',
  '\0',
  '\uFEFF',
  '\uD800',
  '😀',
  '---\n',
  '*',
  '?',
  '\\',
  '|',
  ':',
  ': ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '&a ',
  '*a',
  '!!js/function ',
  '<<: ',
  '"',
  "'",
  '%',
  '#',
  'null',
  '~',
  '1e999',
  '-0',
  '0x1F',
  'true',
  'not ',
  'and ',
  'or ',
  '1 of ',
  'all of them',
  '(',
  ')',
  '__proto__',
  'constructor',
  'toString',
  '|re',
  '|all',
  '|contains',
  '|base64offset',
  '|expand',
  '|cidr',
  'timespan: 1M',
  'condition: ',
  'action: global\n',
]

/** Some edits of a text: pieces put in, stretches taken out, doubled or moved. */
export function spoilText(text: string, next: Next): string {
  let out = text
  for (let left = 1 + Math.floor(next() * 4); left > 0; left--) {
    const at = Math.floor(next() * (out.length + 1))
    const to = Math.min(out.length, at + Math.floor(next() * 24))
    const kind = next()
    if (kind < 0.5) out = out.slice(0, at) + pick(pieces, next) + out.slice(at)
    else if (kind < 0.75) out = out.slice(0, at) + out.slice(to)
    else if (kind < 0.9)
      out = out.slice(0, to) + out.slice(at, to).repeat(1 + Math.floor(next() * 3)) + out.slice(to)
    else out = out.slice(0, at) + String.fromCharCode(Math.floor(next() * 0x10000)) + out.slice(at)
  }
  return out
}

const strange: readonly (() => unknown)[] = [
  () => null,
  () => undefined,
  () => NaN,
  () => Infinity,
  () => -0,
  () => 2 ** 53,
  () => 12n,
  () => '',
  () => 'a'.repeat(70_000),
  () => '\uDC00\uD800',
  () => '__proto__',
  () => Symbol('s'),
  () => [],
  () => [[[[]]]],
  () => Array.from({ length: 3000 }, (_, i) => i),
  () => ({}),
  () => Object.create(null) as unknown,
  () => JSON.parse('{"__proto__": {"a": 1}}') as unknown,
  () => new Date(NaN),
  () => new Map([['a', 1]]),
  () => () => 1,
  () => cyclic(),
  () => deep(60),
  () => ({
    get thrown(): never {
      throw new Error('a getter')
    },
  }),
  () => new Proxy({}, { ownKeys: () => { throw new Error('a proxy') } }), // prettier-ignore
]

export function strangeValue(next: Next): unknown {
  return pick(strange, next)()
}

function cyclic(): unknown {
  const value: Record<string, unknown> = {}
  value['self'] = value
  return value
}

function deep(levels: number): unknown {
  let value: unknown = 'x'
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { a: value }
  return value
}

/** A copy with some values replaced by strange ones, removed, or put elsewhere; `share` of all places. */
export function spoilValue(value: unknown, next: Next, share: number): unknown {
  if (next() < share) return strangeValue(next)
  if (Array.isArray(value)) return value.map((item) => spoilValue(item, next, share))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(() => next() >= share)
    .map(
      ([key, inner]) => [next() < share ? pick(pieces, next) : key, spoilValue(inner, next, share)] as const,
    )
  return Object.fromEntries(entries)
}
