import type { Parse } from '../../syntax/grammar.js'
import type { SyntaxNode } from '../../syntax/node.js'
import type { Argument, Expr, Statement } from '../ir.js'
import { evaluated, name } from '../lower.js'
import type { ListedFunction, ListedLoop, Listing } from './listing.js'
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
  let statements: Statement[] = []
  /** Functions of the text, by name; they may be called before they stand. */
  const own = new Map<string, ListedFunction>()
  /** Bodies of loops, which stand with their loop. */
  const turned = new Set<SyntaxNode>()
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
    const defined = own.size === 0 ? undefined : listing.defined?.(node, source)
    if (defined !== undefined) {
      define(node, defined)
      return
    }
    if (turned.has(node)) return
    const loop = listing.each?.(node, source)
    if (loop !== undefined) turn(node, loop)
    const followed = !inside && followedWhole(node)
    const found = done.has(node) ? undefined : call(node)
    if (found !== undefined) statements.push(evaluated(node, found))
    const within = (inside || followed) && listing.apart?.(node) !== true
    for (const inner of node.children) visit(inner, within)
  }

  function bodyOf(node: SyntaxNode): readonly Statement[] {
    const around = statements
    statements = []
    for (const inner of node.children) visit(inner, false)
    const inner = statements
    statements = around
    return inner
  }

  function define(node: SyntaxNode, { name: called, params, body }: ListedFunction): void {
    const { start, end } = node
    const def = {
      name: called,
      params: params.map((param) => ({ target: { kind: 'name', name: param } as const })),
      body: bodyOf(body).map((one) => (one.kind === 'eval' ? ({ ...one, kind: 'return' } as const) : one)),
      start,
      end,
    }
    statements.push({ kind: 'define', def, decorators: [], start, end })
  }

  function turn(node: SyntaxNode, { target, from, body }: ListedLoop): void {
    const { start, end } = node
    const given = source.expression(from)
    const isText = given.kind === 'const' || given.kind === 'concat'
    // A text is one thing, not its letters.
    const value: Expr = isText ? { kind: 'list', items: [given], start, end } : given
    turned.add(body)
    const loop = { target: { kind: 'name', name: target } as const, from: value, body: bodyOf(body) }
    statements.push({ kind: 'loop', ...loop, start, end })
  }

  /** `-Name value` where the text defines what is called; commands of others have their words in order. */
  function given(called: string, args: readonly SyntaxNode[]): readonly Argument[] {
    const params = own.get(called)?.params
    if (params === undefined) return args.map((arg) => ({ value: source.expression(arg) }))
    let said: string | undefined
    return args.flatMap((arg) => {
      const parameter = listing.parameter?.(arg, source)
      if (parameter !== undefined) {
        said = params.find((one) => one === parameter) ?? params.find((one) => one.startsWith(parameter))
        return []
      }
      const value = source.expression(arg)
      const named = said === undefined ? { value } : { name: said, value }
      said = undefined
      return [named]
    })
  }

  function note(node: SyntaxNode): void {
    const defined = listing.defined?.(node, source)
    if (defined !== undefined) own.set(defined.name, defined)
    for (const inner of node.children) note(inner)
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
    const called = full(listing.canonical?.(found.name) ?? found.name)
    const callee = name(node, called)
    const args = given(called, found.args)
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

  if (listing.defined !== undefined) note(root)
  visit(root, false)
  return statements
}
