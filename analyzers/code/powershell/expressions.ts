import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import type { Expr } from '../ir.js'
import { combine, constant, implicitCall, name } from '../lower.js'
import { assignment, incremented } from './assignments.js'
import { lowerCommand } from './commands.js'
import type { Lowering } from './lowering.js'
import { at, core, operation, output } from './lowering.js'
import { lowerInvocation, lowerMember } from './members.js'
import { nameOfType } from './names.js'
import { lowerBinary, lowerCast, lowerUnary } from './operators.js'
import { yielding } from './outputs.js'
import { lowerPipe } from './pipelines.js'
import { lowerText, lowerVariable, lowerWord } from './texts.js'

/** Lowers what has a value; statements have the value that they put out. */
export function lowerExpression(lower: Lowering, given: SyntaxNode): Expr {
  const node = core(given)
  const type = node.type.replace('_argument_expression', '_expression')
  switch (type) {
    case 'pipeline':
      return combine(
        node,
        parts(node).flatMap((one) => (one.type === 'pipeline_chain_tail' ? [] : [lower.expression(one)])),
      )
    case 'pipeline_chain':
      return lowerPipe(lower, node)
    case 'command':
      return lowerCommand(lower, node, undefined)
    case 'assignment_expression':
      return assignment(lower, node)
    case 'variable':
    case 'braced_variable':
      return lowerVariable(lower, node)
    case 'string_literal':
    case 'verbatim_string_characters':
    case 'verbatim_here_string_characters':
    case 'expandable_string_literal':
    case 'expandable_here_string_literal':
      return lowerText(lower, node)
    case 'integer_literal':
    case 'decimal_integer_literal':
    case 'hexadecimal_integer_literal':
    case 'real_literal':
      return constant(node, numberOf(lower.source(node)))
    case 'path_command_name':
    case 'generic_token':
    case 'command_argument':
      return lowerWord(lower, node)
    case 'command_parameter':
    case 'simple_name':
      return constant(node, lower.source(node).trim())
    case 'logical_expression':
    case 'bitwise_expression':
    case 'comparison_expression':
    case 'additive_expression':
    case 'multiplicative_expression':
    case 'format_expression':
    case 'range_expression':
      return lowerBinary(lower, node)
    case 'array_literal_expression':
      return { kind: 'list', items: parts(node).map(lower.expression), ...at(node) }
    case 'expression_with_unary_operator':
      return lowerUnary(lower, node)
    case 'cast_expression':
      return lowerCast(lower, node)
    case 'post_increment_expression':
    case 'post_decrement_expression':
    case 'pre_increment_expression':
    case 'pre_decrement_expression':
      return incremented(lower, node)
    case 'member_access':
      return lowerMember(lower, node)
    case 'element_access':
      return lowerElement(lower, node)
    case 'invokation_expression':
      return lowerInvocation(lower, node)
    case 'sub_expression':
      return held(lower, node)
    case 'array_expression':
      return operation(node, '<array>', parts(node).length === 0 ? [] : [held(lower, node)])
    case 'hash_literal_expression':
      return lowerTable(lower, node)
    case 'script_block_expression':
      return { kind: 'function', def: lower.block(node), ...at(node) }
    case 'type_literal':
      return name(node, nameOfType(lower.source(node)))
    default:
      return statements.test(type)
        ? output(node, yielding(lower.statement(node)))
        : combine(node, parts(node).map(lower.expression))
  }
}

const statements = /_statement$|^statement_(?:list|block)$/

/** `$(…)` and `@(…)`: one thing as it is, several as what they put out one after the other. */
function held(lower: Lowering, node: SyntaxNode): Expr {
  const inner = parts(node).flatMap((one) => (one.type === 'statement_list' ? parts(one) : [one]))
  const [only] = inner
  if (only === undefined) return constant(node, null)
  if (inner.length === 1 && only.type === 'pipeline') return lower.expression(only)
  return output(node, yielding(inner.flatMap(lower.statement)))
}

/** `$whole[…]`: one of many, several of them, or a member by its name. */
function lowerElement(lower: Lowering, node: SyntaxNode): Expr {
  const [holder, ...rest] = parts(node)
  if (holder === undefined) return combine(node, [])
  const object = lower.expression(holder)
  const [first] = rest
  if (first === undefined) return object
  const inner = core(first)
  const isSeveral = /^(?:array_literal|range)_expression$/.test(inner.type) || rest.length > 1
  if (isSeveral) return implicitCall(node, object, '[,]', rest.map(lower.expression))
  const index = lower.expression(first)
  const key =
    index.kind === 'const' && typeof index.value === 'string'
      ? constant(first, index.value.toLowerCase())
      : index.kind === 'const'
        ? index
        : operation(first, '<key>', [index])
  return { kind: 'index', object, index: key, ...at(node) }
}

/** `@{ name = value; … }`; case means nothing in the names. */
function lowerTable(lower: Lowering, node: SyntaxNode): Expr {
  const entries = parts(node)
    .flatMap((one) => (one.type === 'hash_literal_body' ? parts(one) : [one]))
    .flatMap((entry) => {
      const [key, value] = parts(entry)
      if (key === undefined || value === undefined) return []
      const known = lower.expression(key)
      const plain =
        known.kind === 'const'
          ? constant(key, String(known.value).toLowerCase())
          : operation(key, '<key>', [known])
      return [{ key: plain, value: lower.expression(value) }]
    })
  return { kind: 'map', entries, ...at(node) }
}

const sizes: Readonly<Record<string, number>> = {
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
}

/** Numbers with what stands after them for their size (about_Numeric_Literals). */
function numberOf(written: string): number | string {
  const [, digits = '', , unit = ''] =
    /^(0x[0-9a-f]+|[\d.]+(?:e[+-]?\d+)?)(u?[lysnd]{0,2})([kmgt]b)?$/i.exec(written.trim()) ?? []
  const value = Number(digits) * (sizes[unit.toLowerCase()] ?? 1)
  return digits === '' || Number.isNaN(value) ? written.trim().slice(0, 64) : value
}
