import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import { turned } from '../conditions.js'
import type { Expr } from '../ir.js'
import type { Lowering } from './lowering.js'
import { core } from './lowering.js'

/** The tests that a condition is made of, each by itself and read once; a body that they guard is narrowed by them. */
export function testsOf(lower: Lowering, given: SyntaxNode | undefined): Expr[] {
  if (given === undefined) return []
  const node = core(given)
  if (/^logical_/.test(node.type)) return parts(node).flatMap((one) => testsOf(lower, one))
  if (node.type === 'expression_with_unary_operator') {
    const [inner] = parts(node)
    const operator = inner === undefined ? '' : lower.text.slice(node.start, inner.start).trim().toLowerCase()
    if (operator === '!' || operator === '-not') return testsOf(lower, inner).map(turned)
  }
  return [byName(lower.expression(node), operatorIn(lower, node))]
}

function operatorIn(lower: Lowering, node: SyntaxNode): string {
  const operator = parts(node).find(({ type }) => type === 'comparison_operator')
  return lower.source(operator).trim().toLowerCase()
}

/** A test of what a file is called says something of its whole path. */
function byName(test: Expr, operator: string): Expr {
  if (test.kind !== 'binary') return test
  if (operator.includes('contains'))
    return {
      ...test,
      op: operator.includes('not') ? 'not in' : 'in',
      left: called(test.right),
      right: test.left,
    }
  const right = operator.includes('match') ? alternatives(test.right) : test.right
  return { ...test, left: called(test.left), right }
}

const nameParts: ReadonlySet<string> = new Set([
  'name',
  'fullname',
  'basename',
  'extension',
  'pschildname',
  'path',
])

function called(value: Expr): Expr {
  return value.kind === 'member' && nameParts.has(value.name) ? { ...value, name: 'name' } : value
}

/** `a\.b|c` is one of two names. */
function alternatives(pattern: Expr): Expr {
  if (pattern.kind !== 'const' || typeof pattern.value !== 'string') return pattern
  const { start, end } = pattern
  const names = pattern.value
    .replace(/^\^?\(?|\)?\$?$/g, '')
    .split('|')
    .slice(0, 8)
    .map((one) =>
      one
        .replace(/^\^|\$$/g, '')
        .replace(/\\([^\w])/g, '$1')
        .replace(/\.\*/g, '*'),
    )
  return { kind: 'list', items: names.map((value) => ({ kind: 'const', value, start, end })), start, end }
}
