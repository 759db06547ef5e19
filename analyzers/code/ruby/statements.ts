import type { SyntaxNode } from '../../syntax/node.js'
import { child, childrenIn } from '../../syntax/node.js'
import type { Expr, Statement } from '../ir.js'
import { combine, constant, evaluated, patternNames } from '../lower.js'
import { leaves, testsOf, turned } from '../conditions.js'
import { narrowed } from '../narrowing.js'
import { lowerClass, lowerClassCall, lowerMethod } from './definitions.js'
import { assigned } from './expressions.js'
import { lowerLoop } from './iterations.js'
import type { Lowering } from './lowering.js'
import { argumentsOf, at, deliver, held } from './lowering.js'
import { lowerPattern, matchedNames } from './patterns.js'

/** Lowers Ruby statements; what brings a value of its own is lowered as an expression. */
export function lowerStatement(lower: Lowering, node: SyntaxNode): Statement[] {
  switch (node.type) {
    case 'assignment':
    case 'operator_assignment':
      return assignment(lower, node)
    case 'call':
      return call(lower, node)
    case 'method':
    case 'singleton_method':
      return lowerMethod(lower, node)
    case 'class':
    case 'module':
      return lowerClass(lower, node)
    case 'return':
    case 'next':
    case 'break':
      return left(lower, node)
    case 'if':
    case 'unless':
    case 'elsif':
      return branches(lower, node, 'consequence')
    case 'if_modifier':
    case 'unless_modifier':
      return branches(lower, node, 'body')
    case 'case':
    case 'case_match':
      return cases(lower, node)
    case 'while':
    case 'until':
    case 'while_modifier':
    case 'until_modifier':
      return [
        ...test(lower, node, 'condition'),
        {
          kind: 'loop',
          body: [...part(lower, node, 'body'), ...test(lower, node, 'condition')],
          ...at(node),
        },
      ]
    case 'for':
      return loop(lower, node)
    case 'rescue_modifier':
      return [...part(lower, node, 'body'), branch(node, [part(lower, node, 'handler')])]
    case 'match_pattern':
    case 'test_pattern':
      return matched(lower, node)
    case 'alias':
      return alias(lower, node)
    case 'begin':
    case 'body_statement':
    case 'block_body':
    case 'parenthesized_statements':
    case 'then':
    case 'else':
    case 'ensure':
    case 'do':
    case 'begin_block':
    case 'end_block':
    case 'singleton_class':
    case 'ERROR':
      return lower.body(node)
    case 'comment':
    case 'heredoc_body':
    case 'uninterpreted':
    case 'empty_statement':
    case 'undef':
    case 'redo':
    case 'retry':
      return []
    default:
      return node.named ? [evaluated(node, lower.expression(node))] : []
  }
}

/** Statements of a node in order; what stands after `rescue` may run as well as not. */
export function lowerBody(lower: Lowering, node: SyntaxNode | undefined): Statement[] {
  if (node === undefined) return []
  if (!lists.has(node.type)) return lower.statement(node)
  const inner = held(node)
  const handlers = inner.filter(({ type }) => type === 'rescue')
  const last = inner.filter(({ type }) => type === 'ensure')
  const plain = inner.filter((one) => !handlers.includes(one) && !last.includes(one) && one.field !== 'value')
  const own = plain.flatMap(lower.statement)
  if (handlers.length === 0) return [...own, ...last.flatMap(lower.statement)]
  const bodies = handlers.map((one) => [...caught(lower, one), ...lower.body(child(one, 'body'))])
  const whole = branch(node, [own, ...bodies])
  return [
    ...own.slice(0, -1),
    { ...whole, bodies: [own.slice(-1), ...bodies] },
    ...last.flatMap(lower.statement),
  ]
}

/** What holds statements one after the other; `def one = two` has a body that is one by itself. */
const lists: ReadonlySet<string> = new Set(
  `program body_statement block_body then else ensure do begin begin_block end_block singleton_class
  parenthesized_statements ERROR`.split(/\s+/),
)

function caught(lower: Lowering, node: SyntaxNode): Statement[] {
  const variable = child(node, 'variable')
  const [inner] = variable === undefined ? [] : held(variable)
  if (inner?.type !== 'identifier') return []
  const target = lowerPattern(lower, inner)
  const declare = lower.locals.declare(lower.source(inner))
  return [{ kind: 'assign', target, value: constant(inner, null), declare, ...at(inner) }]
}

function branch(
  node: SyntaxNode,
  bodies: readonly (readonly Statement[])[],
): Extract<Statement, { kind: 'branch' }> {
  return { kind: 'branch', bodies, ...at(node) }
}

function branches(lower: Lowering, node: SyntaxNode, field: 'consequence' | 'body'): Statement[] {
  const tests = testsOf(child(node, 'condition'), lower.source, lower.expression)
  const isTurned = node.type.startsWith('unless')
  const held = part(lower, node, field)
  const first = narrowed(isTurned ? tests.map(turned) : tests, held, leaves(child(node, field)))
  const bodies = [first.body, part(lower, node, 'alternative')]
  return [...test(lower, node, 'condition'), branch(node, bodies), ...first.after]
}

function part(lower: Lowering, node: SyntaxNode, field: string): Statement[] {
  return childrenIn(node, field).flatMap(lower.statement)
}

/** What is asked before; a name that is given a value there has it afterwards. */
function test(lower: Lowering, node: SyntaxNode, field: string): Statement[] {
  return childrenIn(node, field).flatMap((found) => {
    const [only] = found.type === 'parenthesized_statements' ? held(found) : [found]
    if (only?.type === 'assignment') return assignment(lower, only)
    return [evaluated(found, lower.expression(found))]
  })
}

const valued: ReadonlySet<string> = new Set(['if', 'unless', 'case', 'case_match', 'begin'])

function assignment(lower: Lowering, node: SyntaxNode): Statement[] {
  const [target, right] = [child(node, 'left'), child(node, 'right')]
  if (target === undefined || right === undefined) return held(node).flatMap(lower.statement)
  const give = (value: Expr): Statement => {
    const pattern = lowerPattern(lower, target)
    const declare = patternNames(pattern).map(lower.locals.declare).every(Boolean)
    return { kind: 'assign', target: pattern, value, declare, ...at(node) }
  }
  if (node.type === 'assignment' && valued.has(right.type)) return deliver(lower.statement(right), give)
  if (right.type === 'assignment') {
    const inner = child(right, 'left')
    const first = assignment(lower, right)
    return inner === undefined ? first : [...first, give(lower.expression(inner))]
  }
  return [give(assigned(lower, node, target, right))]
}

const loaders = new Set(['require', 'require_relative', 'load', 'autoload'])
const defining = /^(?:private|public|protected|module_function|private_class_method|memoize|helper_method)$/

function call(lower: Lowering, node: SyntaxNode): Statement[] {
  const method = lower.source(child(node, 'method'))
  if (child(node, 'receiver') === undefined) {
    const module = loaders.has(method) ? lastText(lower, node) : undefined
    if (module !== undefined)
      return [{ kind: 'import', module, bindings: [{ name: '.', as: '*' }], ...at(node) }]
    const block = child(node, 'block')
    if (method === 'loop' && block !== undefined)
      return [{ kind: 'loop', body: lower.body(child(block, 'body')), ...at(node) }]
    if (defining.test(method) && argumentsOf(node).some(({ type }) => /method$/.test(type)))
      return argumentsOf(node).flatMap(lower.statement)
    const ofClass = lowerClassCall(lower, node, method)
    if (ofClass !== undefined) return ofClass
  }
  return lowerLoop(lower, node) ?? [evaluated(node, lower.expression(node))]
}

function lastText(lower: Lowering, node: SyntaxNode): string | undefined {
  const last = argumentsOf(node).at(-1)
  const value = last?.type === 'string' ? lower.expression(last) : undefined
  return value?.kind === 'const' ? String(value.value) : undefined
}

function left(lower: Lowering, node: SyntaxNode): Statement[] {
  const values = argumentsOf(node).map(lower.expression)
  if (values.length === 0 && node.type !== 'return') return []
  const value: Expr = values.length > 1 ? { kind: 'list', items: values, ...at(node) } : combine(node, values)
  return [{ kind: 'return', value, ...at(node) }]
}

function cases(lower: Lowering, node: SyntaxNode): Statement[] {
  const subject = child(node, 'value')
  const value = subject === undefined ? constant(node, null) : lower.expression(subject)
  const clauses = node.children.filter(({ type }) => type === 'when' || type === 'in_clause')
  const bodies = clauses.map((clause) => {
    const patterns = childrenIn(clause, 'pattern')
    const given =
      clause.type === 'in_clause'
        ? patterns.flatMap((one) => matchedNames(lower, one, value))
        : patterns.flatMap(held).map((one) => evaluated(one, lower.expression(one)))
    return [...given, ...part(lower, clause, 'body')]
  })
  const otherwise = node.children.filter(({ type }) => type === 'else').flatMap(lower.statement)
  const asked = subject === undefined ? [] : [evaluated(subject, value)]
  return [...asked, branch(node, [...bodies, otherwise])]
}

function matched(lower: Lowering, node: SyntaxNode): Statement[] {
  const [value, pattern] = [child(node, 'value'), child(node, 'pattern')]
  if (value === undefined || pattern === undefined) return []
  const subject = lower.expression(value)
  return [evaluated(value, subject), ...matchedNames(lower, pattern, subject)]
}

function loop(lower: Lowering, node: SyntaxNode): Statement[] {
  const [pattern, value] = [child(node, 'pattern'), child(node, 'value')]
  if (pattern === undefined || value === undefined) return part(lower, node, 'body')
  const from = combine(value, held(value).map(lower.expression))
  const target = lowerPattern(lower, pattern)
  for (const one of patternNames(target)) lower.locals.declare(one)
  return [{ kind: 'loop', target, from, body: part(lower, node, 'body'), ...at(node) }]
}

function alias(lower: Lowering, node: SyntaxNode): Statement[] {
  const [fresh, known] = [child(node, 'name'), child(node, 'alias')]
  const target = { kind: 'name', name: lower.source(fresh).replace(/^:/, '') } as const
  const value: Expr = { kind: 'name', name: lower.source(known).replace(/^:/, ''), ...at(node) }
  return [{ kind: 'assign', target, value, declare: true, ...at(node) }]
}
