import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import type { Expr, Statement } from '../ir.js'
import { combine, evaluated, name } from '../lower.js'
import { narrowed } from '../narrowing.js'
import { calledName, elementsOf, lowerCommand } from './commands.js'
import { testsOf } from './conditions.js'
import { statementsOf } from './functions.js'
import type { Lowering } from './lowering.js'
import { at, core, operation, output } from './lowering.js'
import { yielding } from './outputs.js'

/** `a | b | c`: what comes out of one is the input of the next. */
export function lowerPipe(lower: Lowering, node: SyntaxNode): Expr {
  return (
    parts(node).reduce<Expr | undefined>(
      (before, stage) => (before === undefined ? lower.expression(stage) : fed(lower, stage, before)),
      undefined,
    ) ?? combine(node, [])
  )
}

function fed(lower: Lowering, given: SyntaxNode, input: Expr): Expr {
  const stage = core(given)
  if (stage.type !== 'command') return combine(stage, [input, lower.expression(stage)])
  const called = calledName(lower, stage)
  const blocks = blocksOf(stage)
  const [first] = blocks
  if (called === 'foreach-object' && first !== undefined) return eachOf(lower, stage, blocks, input)
  if (called === 'where-object' && first !== undefined) return filteredBy(lower, stage, first, input)
  if (called !== undefined && lower.own.get(called)?.perItem === true)
    return lower.withItem((item) =>
      turned(stage, item, input, [evaluated(stage, lowerCommand(lower, stage, name(stage, item)))]),
    )
  return lowerCommand(lower, stage, input)
}

function blocksOf(command: SyntaxNode): readonly SyntaxNode[] {
  return elementsOf(command)
    .map(core)
    .filter(({ type }) => type === 'script_block_expression')
}

/** `ForEach-Object { … }`: the blocks that stand first and last are run once, the others for each. */
export function eachOf(lower: Lowering, node: SyntaxNode, blocks: readonly SyntaxNode[], input: Expr): Expr {
  const [begin, middle, end] =
    blocks.length > 1 && lower.source(node).toLowerCase().includes('-begin') ? blocks : [undefined, ...blocks]
  const before = begin === undefined ? [] : statementsOf(lower, begin)
  const loop =
    middle === undefined
      ? input
      : lower.withItem((item) => turned(node, item, input, statementsOf(lower, middle)))
  const after = end === undefined ? [] : statementsOf(lower, end)
  if (begin === undefined && end === undefined) return loop
  return output(node, [...yielding(before), ...yielding([evaluated(node, loop)]), ...yielding(after)])
}

/** `Where-Object { … }`: any of what comes in, by the names that the test allows. */
export function filteredBy(lower: Lowering, node: SyntaxNode, block: SyntaxNode, input: Expr): Expr {
  return lower.withItem((item) => {
    const inner = statementNodes(block)
    const last = inner.at(-1)
    const before = inner.slice(0, -1).flatMap(lower.statement)
    const tests = last === undefined ? [] : testsOf(lower, last)
    const kept = evaluated(node, name(node, item))
    const { body } = narrowed(tests, [kept], false)
    return turned(node, item, input, [
      ...before,
      ...tests.map((test) => evaluated(node, { kind: 'not', value: test, ...at(node) })),
      ...body,
    ])
  })
}

/** Statements for each of what comes in. */
function turned(node: SyntaxNode, item: string, input: Expr, body: readonly Statement[]): Expr {
  const from = operation(node, '<items>', [input])
  const target = { kind: 'name', name: item } as const
  return output(node, [{ kind: 'loop', target, from, body: yielding(body), ...at(node) }])
}

/** Statements of a block, whatever the grammar puts around them. */
export function statementNodes(block: SyntaxNode): readonly SyntaxNode[] {
  return parts(block).flatMap((one) =>
    /^(?:script_block|script_block_body|statement_list)$/.test(one.type) ? statementNodes(one) : [one],
  )
}
