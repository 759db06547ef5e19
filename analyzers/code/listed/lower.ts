import type { Parse } from '../../syntax/grammar.js'
import type { SyntaxNode } from '../../syntax/node.js'
import type { Expr, Statement } from '../ir.js'
import { evaluated, name } from '../lower.js'
import type { Listing } from './listing.js'
import { openSource } from './source.js'

/** What is called is itself made by something else: nothing can be said of it. */
const nameless = '?'

/**
 * Every call and import of a text as a statement of its own, in order, with the arguments that are written out. Where the
 * name of an import stands before a call it is put in full.
 */
export function lowerListed({ text, root }: Parse, listing: Listing): readonly Statement[] {
  const source = openSource(text, listing)
  const aliases = new Map<string, string>()
  const statements: Statement[] = []

  function visit(node: SyntaxNode): void {
    const bound = listing.bind?.(node, source)
    if (bound !== undefined) aliases.set(...bound)
    const imports = listing.imports(node, source)
    for (const { module, as } of imports) {
      if (as !== undefined) aliases.set(as, module)
      statements.push({ kind: 'import', module, bindings: [], start: node.start, end: node.end })
    }
    const found = imports.length > 0 ? undefined : call(node)
    if (found !== undefined) statements.push(evaluated(node, found))
    for (const inner of node.children) visit(inner)
  }

  function call(node: SyntaxNode): Expr | undefined {
    const found = listing.call(node, source)
    if (found === undefined || found.name === nameless) return undefined
    const callee = name(node, full(found.name))
    const args = found.args.map((arg) => ({ value: source.expression(arg) }))
    return { kind: 'call', callee, args, start: node.start, end: node.end }
  }

  function full(written: string): string {
    const dot = written.indexOf('.')
    const module = dot < 0 ? undefined : aliases.get(written.slice(0, dot))
    return module === undefined ? written : module + written.slice(dot)
  }

  visit(root)
  return statements
}
