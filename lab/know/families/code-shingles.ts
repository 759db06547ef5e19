import type { Fact } from '@clawback/model'
import { groupBy } from '../../walk/group.js'
import { shinglesOf } from './text-shingles.js'

const length = 3
/** Facts of one artifact that are looked at. */
const most = 20_000

/**
 * Runs of three facts of the code, in the order in which they stand in a file: calls, imports, definitions, members
 * and flows. What the author named is folded away (definitions, and what methods are called on); strings, numbers and
 * places do not count. What a name of the language or of a library says stays: it is what the code does.
 */
export function codeShingles(facts: readonly Fact[]): ReadonlySet<string> {
  const own = new Set(facts.flatMap((fact) => fact['code.define.name'] ?? []))
  const imported = new Set(facts.flatMap((fact) => fact['code.import.name']?.split(/[./]/)[0] ?? []))
  const steps = facts.filter(({ kind }) => kind.startsWith('code.') && kind !== 'code.string').slice(0, most)
  const found = new Set<string>()
  for (const file of groupBy(steps, (fact) => fact['file.path'] ?? '').values()) {
    const tokens = [...file].sort(byPlace).flatMap((fact) => tokenOf(fact, own, imported) ?? [])
    for (const shingle of shinglesOf(tokens, length)) found.add(shingle)
  }
  return found
}

function byPlace(a: Fact, b: Fact): number {
  return (
    (a['code.line.number'] ?? 0) - (b['code.line.number'] ?? 0) ||
    (a['code.column.number'] ?? 0) - (b['code.column.number'] ?? 0) ||
    (a.kind < b.kind ? -1 : Number(a.kind > b.kind))
  )
}

function tokenOf(fact: Fact, own: ReadonlySet<string>, imported: ReadonlySet<string>): string | undefined {
  const named = fact['code.call.name'] ?? fact['code.member.name']
  if (named !== undefined) return `${fact.kind.slice(5)}:${foldName(named, own, imported)}`
  if (fact['code.import.name'] !== undefined) return `import:${fact['code.import.name']}`
  if (fact['code.define.type'] !== undefined) return `define:${fact['code.define.type']}`
  if (fact['code.flow.sink_tag'] !== undefined)
    return `flow:${fact['code.flow.source_tag'] ?? ''}>${fact['code.flow.sink_tag']}`
  return undefined
}

function foldName(name: string, own: ReadonlySet<string>, imported: ReadonlySet<string>): string {
  const parts = name.split('.')
  const [head = ''] = parts
  if (own.has(name) || own.has(parts.at(-1) ?? '')) return 'own'
  return parts.length === 1 || imported.has(head) ? name : `.${parts.at(-1) ?? ''}`
}
