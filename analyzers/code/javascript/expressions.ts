import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import { unescapeText } from '../escapes.js'
import type { Argument, Expr, FunctionDef, Param, Pattern, Statement } from '../ir.js'
import { combine, concat, constant, name, operands } from '../lower.js'

/** Lowers JavaScript and TypeScript expressions; types vanish. `body` lowers the statements of a function. */
export interface ScriptExpressions {
  readonly text: string
  readonly expression: (node: SyntaxNode) => Expr
  readonly pattern: (node: SyntaxNode) => Pattern
  readonly definition: (node: SyntaxNode, receiver?: string) => FunctionDef
  readonly source: (node: SyntaxNode | undefined) => string
}

export function scriptExpressions(
  text: string,
  body: (node: SyntaxNode) => readonly Statement[],
): ScriptExpressions {
  const source = (node: SyntaxNode | undefined): string =>
    node === undefined ? '' : text.slice(node.start, node.end)
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })
  const all = (nodes: readonly SyntaxNode[]): Expr[] => nodes.map(expression)
  const of = (node: SyntaxNode, field: string): Expr => {
    const found = child(node, field)
    return found === undefined ? constant(node, null) : expression(found)
  }

  function expression(node: SyntaxNode): Expr {
    switch (node.type) {
      case 'identifier':
      case 'this':
      case 'super':
      case 'import':
      case 'shorthand_property_identifier':
        return name(node, source(node))
      case 'string':
        return constant(node, unescapeText(text.slice(node.start + 1, node.end - 1)))
      case 'template_string':
        return template(node)
      case 'number':
        return constant(node, number(source(node)))
      case 'true':
        return constant(node, true)
      case 'false':
        return constant(node, false)
      case 'null':
      case 'undefined':
        return constant(node, null)
      case 'regex':
        return constant(node, source(node))
      case 'array':
        return { kind: 'list', items: all(parts(node)), ...at(node) }
      case 'object':
        return { kind: 'map', entries: parts(node).map(entry), ...at(node) }
      case 'arrow_function':
      case 'function_expression':
      case 'generator_function':
        return { kind: 'function', def: definition(node), ...at(node) }
      case 'member_expression':
        return {
          kind: 'member',
          object: of(node, 'object'),
          name: source(child(node, 'property')),
          ...at(node),
        }
      case 'subscript_expression':
        return { kind: 'index', object: of(node, 'object'), index: of(node, 'index'), ...at(node) }
      case 'call_expression':
        return { kind: 'call', callee: of(node, 'function'), args: callArguments(node), ...at(node) }
      case 'new_expression':
        return { kind: 'call', callee: of(node, 'constructor'), args: callArguments(node), ...at(node) }
      case 'binary_expression':
        return binary(node)
      case 'ternary_expression': {
        const options = [of(node, 'consequence'), of(node, 'alternative'), of(node, 'condition')]
        return { kind: 'choice', options, ...at(node) }
      }
      case 'assignment_expression':
        return { kind: 'assign', target: target(node), value: of(node, 'right'), ...at(node) }
      case 'augmented_assignment_expression': {
        const value = concat(node, [of(node, 'left'), of(node, 'right')])
        return { kind: 'assign', target: target(node), value, ...at(node) }
      }
      case 'sequence_expression':
        return combine(node, all(parts(node)).reverse())
      case 'parenthesized_expression':
      case 'await_expression':
      case 'as_expression':
      case 'satisfies_expression':
      case 'non_null_expression':
      case 'type_assertion':
        return transparent(node)
      case 'spread_element':
        return { kind: 'spread', value: combine(node, all(parts(node))), ...at(node) }
      case 'comment':
      case 'type_annotation':
      case 'type_arguments':
        return constant(node, null)
      case 'yield_expression': {
        const [value] = parts(node)
        const isAll = /^yield\s*\*/.test(text.slice(node.start, node.start + 16))
        return {
          kind: 'yield',
          value: value === undefined ? constant(node, null) : expression(value),
          all: isAll,
          ...at(node),
        }
      }
      default:
        return combine(node, all(parts(node)))
    }
  }

  /** Parentheses, `await` and casts stand for what they hold; the type of a cast is not looked at. */
  function transparent(node: SyntaxNode): Expr {
    const inner = parts(node).filter((one) => !one.type.endsWith('_type') && one.type !== 'type_arguments')
    const held = node.type === 'type_assertion' ? inner.at(-1) : inner[0]
    return held === undefined ? constant(node, null) : expression(held)
  }

  function template(node: SyntaxNode): Expr {
    const pieces: Expr[] = []
    let from = node.start + 1
    for (const part of node.children) {
      if (part.type !== 'template_substitution') continue
      if (part.start > from) pieces.push(constant(node, unescapeText(text.slice(from, part.start))))
      pieces.push(combine(part, all(parts(part))))
      from = part.end
    }
    if (node.end - 1 > from) pieces.push(constant(node, unescapeText(text.slice(from, node.end - 1))))
    return pieces.length === 0 ? constant(node, '') : concat(node, pieces)
  }

  function entry(node: SyntaxNode): { readonly key: Expr; readonly value: Expr } {
    if (node.type === 'pair') return { key: key(child(node, 'key') ?? node), value: of(node, 'value') }
    if (node.type === 'shorthand_property_identifier')
      return { key: constant(node, source(node)), value: expression(node) }
    if (node.type === 'method_definition')
      return {
        key: key(child(node, 'name') ?? node),
        value: { kind: 'function', def: definition(node), ...at(node) },
      }
    return { key: constant(node, '**'), value: expression(node) }
  }

  function key(node: SyntaxNode): Expr {
    if (node.type === 'string') return expression(node)
    if (node.type === 'computed_property_name') return combine(node, all(parts(node)))
    return constant(node, source(node))
  }

  function callArguments(node: SyntaxNode): Argument[] {
    const list = child(node, 'arguments')
    if (list === undefined) return []
    if (list.type === 'template_string') return [{ value: expression(list) }]
    return parts(list).map((one) => ({ value: expression(one) }))
  }

  function binary(node: SyntaxNode): Expr {
    const op = source(child(node, 'operator'))
    if (op === '+') return concat(node, all(operands(node, sides('+'))))
    if (op === '||' || op === '??' || op === '&&')
      return { kind: 'choice', options: all(operands(node, sides(op))), ...at(node) }
    return { kind: 'binary', op, left: of(node, 'left'), right: of(node, 'right'), ...at(node) }
  }

  function sides(op: string): (node: SyntaxNode) => readonly [SyntaxNode, SyntaxNode] | undefined {
    return (node) => {
      const [left, right] = [child(node, 'left'), child(node, 'right')]
      if (node.type !== 'binary_expression' || left === undefined || right === undefined) return undefined
      return source(child(node, 'operator')) === op ? [left, right] : undefined
    }
  }

  function target(node: SyntaxNode): Pattern {
    const left = child(node, 'left')
    return left === undefined ? { kind: 'list', items: [] } : pattern(left)
  }

  function definition(node: SyntaxNode, receiver?: string): FunctionDef {
    const block = child(node, 'body')
    const single = child(node, 'parameter')
    const list = child(node, 'parameters')
    return {
      name: source(child(node, 'name')),
      params:
        single !== undefined
          ? [{ target: pattern(single) }]
          : list === undefined
            ? []
            : parts(list).map(param),
      body: functionBody(block),
      ...(receiver === undefined ? {} : { receiver }),
      ...at(node),
    }
  }

  function functionBody(block: SyntaxNode | undefined): readonly Statement[] {
    if (block === undefined) return []
    if (block.type === 'statement_block') return body(block)
    return [{ kind: 'return', value: expression(block), ...at(block) }]
  }

  function param(node: SyntaxNode): Param {
    if (node.type === 'rest_pattern') return { target: rest(node), rest: true }
    const inner = child(node, 'pattern')
    if (inner === undefined) return { target: pattern(node) }
    if (inner.type === 'rest_pattern') return { target: rest(inner), rest: true }
    const value = child(node, 'value')
    return value === undefined
      ? { target: pattern(inner) }
      : { target: { kind: 'default', target: pattern(inner), value: expression(value) } }
  }

  function rest(node: SyntaxNode): Pattern {
    const [inner] = parts(node)
    return inner === undefined ? { kind: 'list', items: [] } : pattern(inner)
  }

  function pattern(node: SyntaxNode): Pattern {
    switch (node.type) {
      case 'identifier':
      case 'shorthand_property_identifier_pattern':
      case 'this':
        return { kind: 'name', name: source(node) }
      case 'object_pattern':
        return { kind: 'fields', entries: parts(node).map(field) }
      case 'array_pattern':
        return { kind: 'list', items: parts(node).map(pattern) }
      case 'assignment_pattern':
        return { kind: 'default', target: target(node), value: of(node, 'right') }
      case 'rest_pattern':
        return { kind: 'rest', target: rest(node) }
      case 'parenthesized_expression':
      case 'non_null_expression':
      case 'as_expression':
        return rest(node)
      default:
        return { kind: 'place', place: expression(node) }
    }
  }

  function field(node: SyntaxNode): { readonly key: string; readonly target: Pattern } {
    if (node.type === 'pair_pattern') {
      const name = key(child(node, 'key') ?? node)
      const value = child(node, 'value')
      const target: Pattern = value === undefined ? { kind: 'list', items: [] } : pattern(value)
      return { key: name.kind === 'const' ? String(name.value) : '?', target }
    }
    if (node.type === 'rest_pattern') return { key: '...', target: rest(node) }
    if (node.type !== 'object_assignment_pattern') return { key: source(node), target: pattern(node) }
    return {
      key: source(child(node, 'left')),
      target: { kind: 'default', target: target(node), value: of(node, 'right') },
    }
  }

  return { text, expression, pattern, definition, source }
}

function number(text: string): number | null {
  const value = Number(text.replaceAll('_', '').replace(/n$/, ''))
  return Number.isFinite(value) ? value : null
}
