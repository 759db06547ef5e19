import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import type { Argument, Expr, Statement } from '../ir.js'
import { hole } from '../values.js'
import type { Lowering } from './lowering.js'
import { at } from './lowering.js'

/**
 * `. ./lib.ps1`, `Import-Module X` and `using module X`: everything of the file or module is known afterwards. What the
 * command is given is lowered already, since commands stand in commands as deep as their author likes.
 */
export function importOf(
  lower: Lowering,
  node: SyntaxNode,
  called: string | undefined,
  worked: Expr | undefined,
  args: readonly Argument[],
): Statement[] | undefined {
  const module = moduleOf(lower, node, called, worked, args)
  if (module === undefined || module === '') return undefined
  return [{ kind: 'import', module, bindings: [{ name: '.', as: '*' }], ...at(node) }]
}

function moduleOf(
  lower: Lowering,
  node: SyntaxNode,
  called: string | undefined,
  worked: Expr | undefined,
  args: readonly Argument[],
): string | undefined {
  const sign = node.children.find(({ type }) => type === 'command_invokation_operator')
  if (sign !== undefined && lower.source(sign) === '.') return sourced(lower, node, worked)
  const words = args.map(({ value }) => pathOf(value))
  if (called === 'using')
    return /^(?:module|namespace|assembly)$/i.test(words[0] ?? '') ? words[1] : undefined
  return called === 'import-module'
    ? words.find((word) => word !== undefined && !word.startsWith('-'))
    : undefined
}

/** The file that is taken over; what is no path is a command. */
function sourced(lower: Lowering, node: SyntaxNode, worked: Expr | undefined): string | undefined {
  const written = child(node, 'command_name')
  const [inner] = written === undefined ? [] : parts(written)
  if (inner?.type === 'command_name') return lower.source(inner)
  const path = worked === undefined ? undefined : pathOf(worked)
  return path !== undefined && /\.ps[md]?1$/i.test(path) ? path : undefined
}

/** Text of a path that is worked out from the folder of the script. */
function pathOf(value: Expr): string | undefined {
  switch (value.kind) {
    case 'const':
      return String(value.value)
    case 'concat': {
      const all = value.parts.map(pathOf)
      return all.every((one) => one === undefined) ? undefined : all.map((one) => one ?? hole).join('')
    }
    case 'name':
      return value.name === '$psscriptroot' ? hole : undefined
    case 'call': {
      const isJoin = value.callee.kind === 'name' && value.callee.name === 'join-path'
      const words = value.args.map((one) => pathOf(one.value) ?? hole).filter((word) => !/^-\w+$/.test(word))
      return isJoin ? words.join('\\') : undefined
    }
    default:
      return undefined
  }
}
