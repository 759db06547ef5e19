import type { Expr, Statement } from '../ir.js'

/** Names that are declared as channels somewhere in a file. */
export function channelsIn(text: string): ReadonlySet<string> {
  const declared = text.matchAll(/\b(\w+)\s*(?::?=\s*make\(\s*|\s)(?:<-\s*)?chan\b/g)
  return new Set(Array.from(declared, ([, name = '']) => name))
}

/** What was begun beside a function, once more, with what its channels hold by now; a mark makes it another call. */
export function again(begun: Expr): Statement[] {
  if (begun.kind !== 'call') return []
  const { start, end, args } = begun
  const mark = { name: '<again>', value: { kind: 'const', value: true, start, end } as const }
  return [{ kind: 'eval', value: { ...begun, args: [...args, mark], implicit: true }, start, end }]
}
