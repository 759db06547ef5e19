import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import { leaves } from '../conditions.js'
import type { Expr, Statement } from '../ir.js'
import { constant, evaluated } from '../lower.js'
import { narrowed } from '../narrowing.js'
import { assignment, incremented } from './assignments.js'
import { testsOf } from './conditions.js'
import { lowerClass, lowerFunction, lowerScriptParams } from './functions.js'
import type { Lowering } from './lowering.js'
import { at, core, operation } from './lowering.js'
import { nameOf, variableName } from './names.js'

/** Lowers PowerShell statements; what brings a value of its own is lowered as an expression. */
export function lowerStatement(lower: Lowering, node: SyntaxNode): Statement[] {
  switch (node.type) {
    case 'statement_list':
    case 'statement_block':
    case 'switch_clause':
    case 'finally_clause':
    case 'else_clause':
    case 'ERROR':
      return lower.body(node)
    case 'param_block':
      return lowerScriptParams(lower, node)
    case 'function_statement':
      return lowerFunction(lower, node)
    case 'class_statement':
      return lowerClass(lower, node)
    case 'if_statement':
      return conditional(lower, node)
    case 'switch_statement':
      return switched(lower, node)
    case 'foreach_statement':
      return each(lower, node)
    case 'for_statement':
    case 'while_statement':
    case 'do_statement':
      return loop(lower, node)
    case 'try_statement':
      return tried(lower, node)
    case 'trap_statement':
      return [{ kind: 'branch', bodies: [[], caught(lower, node)], ...at(node) }]
    case 'flow_control_statement':
      return left(lower, node)
    case 'pipeline':
      return simple(lower, node)
    case 'comment':
    case 'empty_statement':
    case 'enum_statement':
    case 'simple_name':
    case 'switch_clause_condition':
      return []
    default:
      return node.named ? [evaluated(node, lower.expression(node))] : []
  }
}

/** Statements that stand in a node. */
export function lowerBody(lower: Lowering, node: SyntaxNode | undefined): Statement[] {
  return node === undefined ? [] : parts(node).flatMap(lower.statement)
}

function simple(lower: Lowering, node: SyntaxNode): Statement[] {
  const inner = parts(node)
  if (inner.length > 1)
    return inner.flatMap((one) =>
      one.type === 'pipeline_chain_tail' ? [] : [evaluated(one, lower.expression(one))],
    )
  const only = core(node)
  const value: Expr =
    only.type === 'assignment_expression'
      ? assignment(lower, only)
      : /_(?:in|de)crement_expression$/.test(only.type)
        ? incremented(lower, only)
        : lower.expression(only)
  if (value.kind === 'assign') return [{ ...value, declare: value.declare === true }]
  // What is brought in is known to all that follows.
  if (value.kind === 'output' && value.body.length === 1 && value.body[0]?.kind === 'import')
    return [...value.body]
  return [evaluated(node, value)]
}

function block(node: SyntaxNode): SyntaxNode | undefined {
  return node.children.find(({ type }) => type === 'statement_block')
}

function asked(tests: readonly Expr[]): Statement[] {
  return tests.map((value) => ({
    kind: 'eval',
    value: { kind: 'not', value, start: value.start, end: value.end },
    start: value.start,
    end: value.end,
  }))
}

/** `if`, `elseif` and `else`: one after the other, each where the ones before did not hold. */
function conditional(lower: Lowering, node: SyntaxNode): Statement[] {
  const clauses = parts(node)
    .filter(({ type }) => type === 'elseif_clauses')
    .flatMap((one) => parts(one))
  const last = lower.body(
    block(node.children.find(({ type }) => type === 'else_clause') ?? { ...node, children: [] }),
  )
  return [node, ...clauses].reduceRight<Statement[]>((otherwise, one) => {
    const tests = testsOf(lower, child(one, 'condition'))
    const first = narrowed(tests, lower.body(block(one)), leaves(block(one)) || leavesAs(block(one)))
    return [...asked(tests), { kind: 'branch', bodies: [first.body, otherwise], ...at(one) }, ...first.after]
  }, last)
}

function leavesAs(body: SyntaxNode | undefined): boolean {
  const list = body?.children.find(({ type }) => type === 'statement_list')
  const last =
    list === undefined
      ? undefined
      : parts(list)
          .filter(({ type }) => type !== 'empty_statement')
          .at(-1)
  return last?.type === 'flow_control_statement'
}

function switched(lower: Lowering, node: SyntaxNode): Statement[] {
  const given = node.children.find(({ type }) => type === 'switch_condition')
  const body = node.children.find(({ type }) => type === 'switch_body')
  return lower.withItem((item) => {
    const value = given === undefined ? constant(node, null) : lower.expression(parts(given)[0] ?? given)
    const clauses =
      body === undefined
        ? []
        : parts(body).flatMap((one) => (one.type === 'switch_clauses' ? parts(one) : [one]))
    return [
      { kind: 'assign', target: { kind: 'name', name: item }, value, declare: true, ...at(node) },
      { kind: 'branch', bodies: [...clauses.map((one) => lower.body(one)), []], ...at(node) },
    ]
  })
}

function each(lower: Lowering, node: SyntaxNode): Statement[] {
  const [variable, from] = parts(node).filter(({ type }) => type === 'variable' || type === 'pipeline')
  const known = variable === undefined ? undefined : variableName(lower.source(variable))
  const value =
    from === undefined ? constant(node, null) : operation(from, '<items>', [lower.expression(from)])
  const target = { kind: 'name', name: nameOf(known ?? '') } as const
  return [{ kind: 'loop', target, from: value, body: lower.body(block(node)), ...at(node) }]
}

function loop(lower: Lowering, node: SyntaxNode): Statement[] {
  const inner = (type: string): SyntaxNode | undefined => node.children.find((one) => one.type === type)
  const before = inner('for_initializer')
  const step = inner('for_iterator')
  const tests = testsOf(lower, child(node, 'condition') ?? inner('for_condition'))
  const first = before === undefined ? [] : lower.body(before)
  const next = step === undefined ? [] : lower.body(step)
  const body = lower.body(block(node))
  const counted = countedBy(lower, inner('for_condition'), first, tests, next)
  if (counted !== undefined) return [...first, { ...counted, body, ...at(node) }]
  const turns =
    node.type === 'do_statement' ? [...body, ...asked(tests)] : [...asked(tests), ...body, ...next]
  return [...first, { kind: 'loop', body: turns, ...at(node) }]
}

/** `for ($i = 0; $i -lt $n; $i++)` goes through numbers, which are known where its ends are. */
function countedBy(
  lower: Lowering,
  condition: SyntaxNode | undefined,
  first: readonly Statement[],
  tests: readonly Expr[],
  next: readonly Statement[],
): Pick<Extract<Statement, { kind: 'loop' }>, 'kind' | 'target' | 'from'> | undefined {
  const [[start], [test], [step]] = [first, tests, next]
  if (condition === undefined || start?.kind !== 'assign' || step?.kind !== 'assign') return undefined
  if (test?.kind !== 'binary' || test.left.kind !== 'name' || start.target.kind !== 'name') return undefined
  const { name } = start.target
  const isSame = test.left.name === name && step.target.kind === 'name' && step.target.name === name
  const compared = /-[ci]?(l[te]|g[te])\b/i.exec(lower.source(condition))?.[1]?.toLowerCase()
  if (!isSame || compared === undefined) return undefined
  const by = stepOf(step.value)
  if (by === undefined) return undefined
  const ends = [start.value, test.right, by, constant(condition, compared)]
  return { kind: 'loop', target: start.target, from: operation(condition, '<counted>', ends) }
}

function stepOf(value: Expr): Expr | undefined {
  if (value.kind === 'concat') return value.parts[1]
  if (value.kind !== 'binary' || value.op !== '-') return undefined
  const { start, end } = value
  return {
    kind: 'binary',
    op: '-',
    left: { kind: 'const', value: 0, start, end },
    right: value.right,
    start,
    end,
  }
}

/** What stands in `try` may run to its end as well as not; what is caught is in `$_`. */
function tried(lower: Lowering, node: SyntaxNode): Statement[] {
  const clauses = parts(node).flatMap((one) => (one.type === 'catch_clauses' ? parts(one) : []))
  const last = node.children.find(({ type }) => type === 'finally_clause')
  const bodies = [lower.body(block(node)), ...clauses.map((one) => caught(lower, one))]
  return [{ kind: 'branch', bodies, ...at(node) }, ...(last === undefined ? [] : lower.body(block(last)))]
}

function caught(lower: Lowering, node: SyntaxNode): Statement[] {
  return lower.withItem((item) => [
    {
      kind: 'assign',
      target: { kind: 'name', name: item },
      value: constant(node, null),
      declare: true,
      ...at(node),
    },
    ...lower.body(block(node)),
  ])
}

/** `return`, `throw`, `exit`: what is given is put out, or thrown away, and nothing follows. */
function left(lower: Lowering, node: SyntaxNode): Statement[] {
  const word = /^\w+/.exec(lower.source(node))?.[0].toLowerCase()
  const [given] = parts(node)
  const value = given === undefined || given.type === 'label_expression' ? undefined : lower.expression(given)
  if (word === 'return') return [{ kind: 'return', ...(value === undefined ? {} : { value }), ...at(node) }]
  const thrown: Statement[] = value === undefined ? [] : asked([value])
  return word === 'throw' || word === 'exit' ? [...thrown, { kind: 'return', ...at(node) }] : thrown
}
