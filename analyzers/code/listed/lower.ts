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
 * name of an import stands before a call it is put in full; more is followed only where the listing says what carries data.
 */
export function lowerListed({ text, root }: Parse, listing: Listing): readonly Statement[] {
  const source = openSource(text, listing, (node) => carried(node))
  const aliases = new Map<string, string>()
  const statements: Statement[] = []
  /** Calls that stand inside what was lowered already. */
  const done = new Set<SyntaxNode>()

  /** `inside`: what holds the node was lowered with what it carries. */
  function visit(node: SyntaxNode, inside: boolean): void {
    const bound = listing.bind?.(node, source)
    if (bound !== undefined) aliases.set(...bound)
    const imports = listing.imports(node, source)
    for (const { module, as } of imports) {
      if (as !== undefined) aliases.set(as, module)
      statements.push({ kind: 'import', module, bindings: [], start: node.start, end: node.end })
    }
    const followed = !inside && followedWhole(node)
    const found = done.has(node) ? undefined : call(node)
    if (found !== undefined) statements.push(evaluated(node, found))
    const within = (inside || followed) && listing.apart?.(node) !== true
    for (const inner of node.children) visit(inner, within)
  }

  /** An assignment, or a line of which one part is handed to the next. */
  function followedWhole(node: SyntaxNode): boolean {
    const assigned = listing.assigned?.(node, source)
    if (assigned !== undefined) {
      const [given, value] = assigned
      const { start, end } = node
      const target = { kind: 'name', name: given } as const
      statements.push({ kind: 'assign', target, value: source.expression(value), declare: false, start, end })
      return true
    }
    const value = listing.joined?.has(node.type) === true ? source.expression(node) : undefined
    if (value !== undefined) statements.push(evaluated(node, value))
    return value !== undefined
  }

  function call(node: SyntaxNode, input?: Expr): Expr | undefined {
    if (listing.imports(node, source).length > 0) return undefined
    const found = listing.call(node, source)
    if (found === undefined || found.name === nameless) return undefined
    done.add(node)
    const callee = name(node, full(listing.canonical?.(found.name) ?? found.name))
    const args = found.args.map((arg) => ({ value: source.expression(arg) }))
    const { start, end } = node
    return { kind: 'call', callee, args, ...(input === undefined ? {} : { input }), start, end }
  }

  function carried(node: SyntaxNode): Expr | undefined {
    return listing.carried?.(node, { source, expression: (one) => source.expression(one), call })
  }

  function full(written: string): string {
    const dot = written.indexOf('.')
    const module = dot < 0 ? undefined : aliases.get(written.slice(0, dot))
    return module === undefined ? written : module + written.slice(dot)
  }

  visit(root, false)
  return statements
}
