import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import type { Expr, Pattern } from '../ir.js'
import { combine, concat, constant, name, operands, writtenText } from '../lower.js'
import { phpCalls } from './calls.js'
import type { PhpExpressions, PhpFunctions } from './lowering.js'
import type { PhpNames } from './names.js'
import { phpPatterns } from './patterns.js'
import { lowerString } from './strings.js'

/** Name under which the lowering asks for a file of the artifact. */
export const fileOf = '<file>'

/** Lowers PHP expressions (PHP manual, Expressions and Operators). */
export function phpExpressions(text: string, names: PhpNames, functions: () => PhpFunctions): PhpExpressions {
  const { source } = names
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })
  const all = (nodes: readonly SyntaxNode[]): Expr[] => nodes.map(expression)
  const of = (node: SyntaxNode, field: string): Expr => {
    const found = child(node, field)
    return found === undefined ? constant(node, null) : expression(found)
  }
  const pattern = phpPatterns({ names, expression })
  const calls = phpCalls({ names, expression, pattern })

  function expression(node: SyntaxNode): Expr {
    switch (node.type) {
      case 'variable_name':
        return name(node, names.variable(node))
      case 'dynamic_variable_name':
        return dynamic(node)
      case 'name':
        return name(node, source(node))
      case 'qualified_name':
      case 'relative_scope':
        return classOf(node)
      case 'string':
      case 'encapsed_string':
      case 'heredoc':
      case 'nowdoc':
        return lowerString(node, text, expression)
      case 'shell_command_expression': {
        const args = [{ value: lowerString(node, text, expression) }]
        return { kind: 'call', callee: name(node, 'shell_exec'), args, ...at(node) }
      }
      case 'integer':
      case 'float':
        return constant(node, number(source(node)))
      case 'boolean':
        return constant(node, /^true$/i.test(source(node)))
      case 'null':
        return constant(node, null)
      case 'array_creation_expression':
      case 'list_literal':
        return array(node)
      case 'subscript_expression':
        return subscript(node)
      case 'member_access_expression':
      case 'nullsafe_member_access_expression':
        return member(node, of(node, 'object'), child(node, 'name'))
      case 'scoped_property_access_expression':
        return member(node, scopeOf(node), child(node, 'name'), true)
      case 'class_constant_access_expression':
        return classConstant(node)
      case 'function_call_expression':
        return calls.functionCall(node)
      case 'member_call_expression':
      case 'nullsafe_member_call_expression': {
        const callee = member(node, of(node, 'object'), child(node, 'name'))
        return { kind: 'call', callee, args: calls.argumentsOf(node), ...at(node) }
      }
      case 'scoped_call_expression': {
        const callee = member(node, scopeOf(node), child(node, 'name'))
        return { kind: 'call', callee, args: calls.argumentsOf(node), ...at(node) }
      }
      case 'object_creation_expression':
        return creation(node)
      case 'binary_expression':
        return binary(node)
      case 'conditional_expression': {
        const options = ['body', 'alternative', 'condition'].flatMap((field) => child(node, field) ?? [])
        return { kind: 'choice', options: all(options.length < 3 ? options.reverse() : options), ...at(node) }
      }
      case 'match_expression':
        return matched(node)
      case 'assignment_expression':
      case 'reference_assignment_expression':
      case 'augmented_assignment_expression':
        return assignment(node)
      case 'anonymous_function':
      case 'arrow_function':
        return { kind: 'function', def: functions().definition(node), ...at(node) }
      case 'cast_expression': {
        const value = of(node, 'value')
        return /^(?:int|float|double|bool|integer|boolean)$/i.test(source(child(node, 'type')).trim())
          ? computed(node, 'intval', [value])
          : value
      }
      case 'unary_op_expression':
        return unary(node)
      case 'include_expression':
      case 'include_once_expression':
      case 'require_expression':
      case 'require_once_expression':
        return included(node)
      case 'sequence_expression':
        return combine(node, all(parts(node)).reverse())
      case 'variadic_unpacking':
        return { kind: 'spread', value: combine(node, all(parts(node))), ...at(node) }
      case 'yield_expression':
        return yielded(node)
      case 'comment':
      case 'cast_type':
        return constant(node, null)
      default:
        return combine(node, all(parts(node)))
    }
  }

  /** Whether something is not so tells next to nothing of it. */
  function unary(node: SyntaxNode): Expr {
    const [op, given] = [source(child(node, 'operator')), of(node, 'argument')]
    if (op === '!') return { kind: 'binary', op: '==', left: given, right: constant(node, null), ...at(node) }
    if (op === '~') return computed(node, '<not>', [given])
    return op === '-' ? { kind: 'binary', op, left: constant(node, 0), right: given, ...at(node) } : given
  }

  /** An operator that works on the bytes of texts as well. */
  function computed(node: SyntaxNode, called: string, given: readonly Expr[]): Expr {
    const args = given.map((value) => ({ value }))
    return { kind: 'call', callee: name(node, called), args, implicit: true, ...at(node) }
  }

  /** `$$name` and `${'na' . 'me'}`: the variable that a text names. */
  function dynamic(node: SyntaxNode): Expr {
    const [inner] = parts(node)
    if (inner === undefined || inner.type === 'name') return name(node, names.variable(node))
    const given = expression(inner)
    if (given.kind === 'const') return name(node, `$${String(given.value)}`)
    return computed(node, '<indirect>', [given])
  }

  function array(node: SyntaxNode): Expr {
    const items = parts(node)
    const keyed = items.some((one) => parts(one).length > 1)
    if (!keyed && items.length > 0)
      return { kind: 'list', items: items.map((one) => combine(one, all(parts(one)))), ...at(node) }
    const entries = items.map((one, i) => {
      const inner = parts(one)
      const [first = one, second] = inner
      if (first.type === 'variadic_unpacking') return { key: constant(one, '**'), value: expression(first) }
      return second === undefined
        ? { key: constant(one, i), value: expression(first) }
        : { key: expression(first), value: expression(second) }
    })
    return { kind: 'map', entries, ...at(node) }
  }

  function subscript(node: SyntaxNode): Expr {
    const [holder, index] = parts(node)
    if (holder === undefined) return constant(node, null)
    if (index === undefined) return expression(holder)
    const [object, key] = [expression(holder), expression(index)]
    // All variables of the outermost scope are in one array.
    if (object.kind === 'name' && object.name === '$GLOBALS' && key.kind === 'const')
      return name(node, `$${String(key.value)}`)
    const bare = key.kind === 'name' && index.type === 'name' ? constant(index, key.name) : key
    return { kind: 'index', object, index: bare, ...at(node) }
  }

  function member(node: SyntaxNode, object: Expr, called: SyntaxNode | undefined, isStatic = false): Expr {
    if (called === undefined) return object
    if (called.type === 'name' || isStatic)
      return { kind: 'member', object, name: source(called).replace(/^\$/, ''), ...at(node) }
    return { kind: 'index', object, index: expression(called), ...at(node) }
  }

  function scopeOf(node: SyntaxNode): Expr {
    const scope = child(node, 'scope')
    return scope === undefined ? constant(node, null) : classOf(scope)
  }

  function classOf(node: SyntaxNode): Expr {
    if (node.type === 'name' || node.type === 'qualified_name') return names.className(node, source(node))
    if (node.type !== 'relative_scope') return expression(node)
    return source(node).toLowerCase() === 'parent' ? functions().parent(node) : name(node, '$this')
  }

  function classConstant(node: SyntaxNode): Expr {
    const [holder, called] = parts(node)
    if (holder === undefined || called === undefined) return combine(node, all(parts(node)))
    if (source(called) === 'class' && holder.type !== 'relative_scope') return constant(node, source(holder))
    return { kind: 'member', object: classOf(holder), name: source(called), ...at(node) }
  }

  function creation(node: SyntaxNode): Expr {
    const [made] = parts(node)
    if (made?.type === 'anonymous_class') return functions().anonymous(made, calls.argumentsOf(made))
    const callee = made === undefined ? constant(node, null) : classOf(made)
    return { kind: 'call', callee, args: calls.argumentsOf(node), ...at(node) }
  }

  function binary(node: SyntaxNode): Expr {
    const op = source(child(node, 'operator')).toLowerCase()
    if (op === '.' || op === '+') return concat(node, all(operands(node, sides(op))))
    if (op === '^') return computed(node, '<xor>', [of(node, 'left'), of(node, 'right')])
    if (/^(?:\?\?|\|\||&&|and|or|xor)$/.test(op))
      return { kind: 'choice', options: all(operands(node, sides(op))), ...at(node) }
    const same = op === '<>' || op === '<=>' ? '==' : op
    return { kind: 'binary', op: same, left: of(node, 'left'), right: of(node, 'right'), ...at(node) }
  }

  function sides(op: string): (node: SyntaxNode) => readonly [SyntaxNode, SyntaxNode] | undefined {
    return (node) => {
      const [left, right] = [child(node, 'left'), child(node, 'right')]
      if (node.type !== 'binary_expression' || left === undefined || right === undefined) return undefined
      return source(child(node, 'operator')).toLowerCase() === op ? [left, right] : undefined
    }
  }

  function matched(node: SyntaxNode): Expr {
    const arms = (child(node, 'body')?.children ?? []).flatMap((one) => child(one, 'return_expression') ?? [])
    return { kind: 'choice', options: all(arms).concat(of(node, 'condition')), ...at(node) }
  }

  function assignment(node: SyntaxNode): Extract<Expr, { kind: 'assign' }> {
    const [left, right] = [child(node, 'left'), of(node, 'right')]
    const nothing: Pattern = { kind: 'list', items: [] }
    if (left === undefined) return { kind: 'assign', target: nothing, value: right, ...at(node) }
    const op = node.type === 'augmented_assignment_expression' ? source(child(node, 'operator')) : '='
    const grown =
      left.type === 'subscript_expression' && parts(left).length === 1 ? parts(left)[0] : undefined
    const value =
      grown !== undefined
        ? computed(node, 'array_push', [expression(grown), right])
        : op === '='
          ? right
          : op === '.=' || op === '+='
            ? concat(node, [expression(left), right])
            : combine(node, [right, expression(left)])
    return { kind: 'assign', target: pattern(grown ?? left), value, declare: true, ...at(node) }
  }

  /** A file that is brought in: known by its path it gives what it defines, and whatever lies there is run. */
  function included(node: SyntaxNode): Expr {
    const [path] = parts(node)
    const given = path === undefined ? constant(node, null) : expression(path)
    const run: Expr = { kind: 'call', callee: name(node, 'include'), args: [{ value: given }], ...at(node) }
    const known = writtenText(given)
    if (known === undefined) return run
    const args = [{ value: constant(node, known) }]
    const file: Expr = { kind: 'call', callee: name(node, fileOf), args, implicit: true, ...at(node) }
    return { kind: 'choice', options: [file, run], ...at(node) }
  }

  function yielded(node: SyntaxNode): Expr {
    const inner = parts(node).at(-1)
    const value = inner?.type === 'array_element_initializer' ? parts(inner).at(-1) : inner
    const isAll = /^yield\s+from\b/i.test(text.slice(node.start, node.start + 16))
    return {
      kind: 'yield',
      value: value === undefined ? constant(node, null) : expression(value),
      all: isAll,
      ...at(node),
    }
  }

  return { expression, pattern, classOf }
}

/** Decimal, hexadecimal, octal and binary, with `_` between digits. */
function number(written: string): number | null {
  const plain = written.replaceAll('_', '').toLowerCase()
  const value = Number(/^0\d+$/.test(plain) ? `0o${plain.slice(1)}` : plain)
  return Number.isFinite(value) ? value : null
}
