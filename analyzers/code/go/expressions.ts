import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import type { Argument, Expr, FunctionDef, Param, Pattern, Statement } from '../ir.js'
import { combine, concat, constant, implicitCall, name, operands } from '../lower.js'
import { lowerComposite } from './composites.js'
import { lowerNumber, lowerRune, lowerString } from './literals.js'
import { namedType, thing, zeroOf } from './types.js'

/** Lowers Go expressions. `text` is the source the offsets point into. */
export interface GoExpressions {
  readonly text: string
  readonly source: (node: SyntaxNode | undefined) => string
  readonly expression: (node: SyntaxNode) => Expr
  readonly pattern: (node: SyntaxNode) => Pattern
  readonly definition: (node: SyntaxNode) => FunctionDef
  readonly params: (node: SyntaxNode | undefined) => readonly Param[]
}

/** Lowers the body of a function, with the names of its results where they have any. */
export type LowerBody = (block: SyntaxNode | undefined, results: SyntaxNode | undefined) => Statement[]

export function goExpressions(
  text: string,
  body: LowerBody,
  fieldsOf: (type: string) => readonly string[],
): GoExpressions {
  const source = (node: SyntaxNode | undefined): string =>
    node === undefined ? '' : text.slice(node.start, node.end)
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })
  const all = (nodes: readonly SyntaxNode[]): Expr[] => nodes.map(expression)
  const of = (node: SyntaxNode, field: string): Expr => {
    const found = child(node, field)
    return found === undefined ? constant(node, null) : expression(found)
  }
  /** Entries of walks that are visited by the functions around, innermost last. */
  const visited: ReadonlyMap<string, string>[] = []
  const composing = { text, lower: expression, fieldsOf }

  function expression(node: SyntaxNode): Expr {
    switch (node.type) {
      case 'identifier':
      case 'field_identifier':
      case 'package_identifier':
        return name(node, source(node))
      case 'interpreted_string_literal':
      case 'raw_string_literal':
        return lowerString(node, text)
      case 'int_literal':
      case 'float_literal':
        return lowerNumber(node, text)
      case 'rune_literal':
        return lowerRune(node, text)
      case 'true':
      case 'false':
        return constant(node, node.type === 'true')
      case 'nil':
      case 'iota':
      case 'comment':
        return constant(node, null)
      case 'selector_expression':
        return {
          kind: 'member',
          object: of(node, 'operand'),
          name: source(child(node, 'field')),
          ...at(node),
        }
      case 'index_expression':
        return { kind: 'index', object: of(node, 'operand'), index: of(node, 'index'), ...at(node) }
      case 'slice_expression':
        return implicitCall(node, of(node, 'operand'), '[:]', [of(node, 'start'), of(node, 'end')])
      case 'call_expression':
        return call(node)
      case 'type_conversion_expression':
        return conversion(node)
      case 'binary_expression':
        return binary(node)
      case 'unary_expression':
        return unary(node)
      case 'composite_literal':
        return lowerComposite(node, child(node, 'type'), child(node, 'body'), composing)
      case 'literal_value':
        return lowerComposite(node, undefined, node, composing)
      case 'func_literal':
        return { kind: 'function', def: definition(node), ...at(node) }
      case 'type_assertion_expression': {
        const type = namedType(child(node, 'type'), text)
        const value = of(node, 'operand')
        return type === undefined
          ? value
          : { kind: 'choice', options: [value, thing(node, type)], ...at(node) }
      }
      case 'variadic_argument':
        return { kind: 'spread', value: combine(node, all(parts(node))), ...at(node) }
      case 'expression_list': {
        const items = all(parts(node))
        return items.length === 1 && items[0] !== undefined
          ? items[0]
          : { kind: 'results', items, ...at(node) }
      }
      default:
        return combine(node, all(parts(node)))
    }
  }

  function call(node: SyntaxNode): Expr {
    const callee = child(node, 'function')
    const given = parts(child(node, 'arguments') ?? node)
    const first = given[0]
    if (callee?.type === 'identifier' && first !== undefined) {
      const made = source(callee)
      const named = namedType(first, text)
      if (made === 'new' && named !== undefined) return thing(node, named)
      if (made === 'make') return zeroOf(node, first, text)
    }
    const walked = callee === undefined ? undefined : visited.at(-1)?.get(source(callee))
    if (walked !== undefined) return lastPart(node, walked)
    return {
      kind: 'call',
      callee: callee === undefined ? constant(node, null) : expression(callee),
      args: given.map(argument),
      ...at(node),
    }
  }

  /** What an entry of a walk is called is the last part of the path it was found at (`io/fs.WalkDirFunc`). */
  function lastPart(node: SyntaxNode, path: string): Expr {
    const callee: Expr = { kind: 'member', object: name(node, 'filepath'), name: 'Base', ...at(node) }
    return { kind: 'call', callee, args: [{ value: name(node, path) }], implicit: true, ...at(node) }
  }

  /** `&x`: whoever is called may put something there. */
  function argument(node: SyntaxNode): Argument {
    const isAddress = node.type === 'unary_expression' && source(child(node, 'operator')) === '&'
    const value = expression(node)
    return isAddress && (value.kind === 'name' || value.kind === 'member')
      ? { value, filled: true }
      : { value }
  }

  /** `[]byte(x)` is x; `f[T](x)` looks the same and calls. */
  function conversion(node: SyntaxNode): Expr {
    const type = child(node, 'type')
    const value = of(node, 'operand')
    if (type?.type !== 'generic_type') return value
    const callee = namedType(type, text) ?? constant(node, null)
    return { kind: 'call', callee, args: [{ value }], ...at(node) }
  }

  function binary(node: SyntaxNode): Expr {
    const op = source(child(node, 'operator'))
    if (op === '+') return concat(node, all(operands(node, sidesOf(['+']))))
    const tests = op === '&&' || op === '||' ? all(operands(node, sidesOf(['&&', '||']))) : undefined
    const [left, right] =
      tests === undefined
        ? [of(node, 'left'), of(node, 'right')]
        : [combine(node, tests), constant(node, null)]
    return { kind: 'binary', op: tests === undefined ? op : '==', left, right, ...at(node) }
  }

  function sidesOf(ops: readonly string[]) {
    return (node: SyntaxNode): readonly [SyntaxNode, SyntaxNode] | undefined => {
      const [left, right] = [child(node, 'left'), child(node, 'right')]
      if (node.type !== 'binary_expression' || !ops.includes(source(child(node, 'operator'))))
        return undefined
      return left === undefined || right === undefined ? undefined : [left, right]
    }
  }

  function unary(node: SyntaxNode): Expr {
    const value = of(node, 'operand')
    switch (source(child(node, 'operator'))) {
      case '<-':
        return implicitCall(node, value, '<-', [])
      case '-':
        return { kind: 'binary', op: '-', left: constant(node, 0), right: value, ...at(node) }
      case '!':
        return { kind: 'binary', op: '==', left: value, right: constant(node, null), ...at(node) }
      default:
        return value
    }
  }

  function definition(node: SyntaxNode): FunctionDef {
    const own = source(child(node, 'name'))
    visited.push(entriesOf(child(node, 'parameters')))
    const statements = body(child(node, 'body'), child(node, 'result'))
    visited.pop()
    return { name: own, params: params(child(node, 'parameters')), body: statements, ...at(node) }
  }

  /** `(path string, entry fs.DirEntry, …)`: what the entry is called, and which path it was found at. */
  function entriesOf(node: SyntaxNode | undefined): ReadonlyMap<string, string> {
    const found = /^\(\s*(\w+) string,\s*(\w+) (?:fs\.DirEntry|(?:fs|os)\.FileInfo)\b/.exec(source(node))
    return new Map(found === null ? visited.at(-1) : [[`${found[2] ?? ''}.Name`, found[1] ?? '']])
  }

  function params(node: SyntaxNode | undefined): Param[] {
    return (node === undefined ? [] : parts(node)).flatMap((declared) => {
      const type = namedType(child(declared, 'type'), text)
      const isRest = declared.type === 'variadic_parameter_declaration'
      const names = declared.children.filter((one) => one.field === 'name' && one.named)
      // A parameter without a name still takes an argument.
      return (names.length === 0 ? [declared] : names).map((one): Param => {
        const target: Pattern = { kind: 'name', name: names.length === 0 ? '_' : source(one) }
        if (isRest) return { target, rest: true }
        return { target: type === undefined ? target : { kind: 'default', target, value: thing(one, type) } }
      })
    })
  }

  function pattern(node: SyntaxNode): Pattern {
    if (node.type === 'identifier') return { kind: 'name', name: source(node) }
    const [inner] = parts(node)
    const isAround = node.type === 'parenthesized_expression' || node.type === 'unary_expression'
    const pointed = child(node, 'operand') ?? inner
    if (isAround && pointed !== undefined) return pattern(pointed)
    return { kind: 'place', place: expression(node) }
  }

  return { text, source, expression, pattern, definition, params }
}
