import type { SyntaxNode } from '../../syntax/node.js'
import { child, childrenIn, parts } from '../../syntax/node.js'
import type { Expr, FunctionDef, Pattern, Statement } from '../ir.js'
import { combine, constant, evaluated, name, patternNames } from '../lower.js'
import { leaves } from '../conditions.js'
import { narrowed } from '../narrowing.js'
import type { ScriptExpressions } from './expressions.js'
import { scriptExpressions } from './expressions.js'

/** Lowers JavaScript and TypeScript statements (ECMAScript, 14 to 16). */
export function scriptStatements(text: string): (node: SyntaxNode) => Statement[] {
  const lower: ScriptExpressions = scriptExpressions(text, body)
  const { expression, pattern, definition, source } = lower
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })

  function body(node: SyntaxNode | undefined): Statement[] {
    return node === undefined ? [] : node.children.flatMap(statement)
  }

  function one(node: SyntaxNode | undefined): Statement[] {
    return node === undefined ? [] : statement(node)
  }

  function statement(node: SyntaxNode): Statement[] {
    switch (node.type) {
      case 'import_statement':
        return [importOf(node)]
      case 'export_statement':
        return exported(node)
      case 'lexical_declaration':
      case 'variable_declaration':
        return parts(node).flatMap(declared)
      case 'function_declaration':
      case 'generator_function_declaration':
        return [{ kind: 'define', def: definition(node), decorators: [], ...at(node) }]
      case 'class_declaration':
      case 'abstract_class_declaration':
        return [classOf(node)]
      case 'expression_statement':
        return parts(node).flatMap(expressionStatement)
      case 'return_statement':
        return [{ kind: 'return', value: combine(node, parts(node).map(expression)), ...at(node) }]
      case 'if_statement':
        return branches(node)
      case 'for_in_statement':
        return loopOver(node)
      case 'for_statement':
        return [
          ...one(child(node, 'initializer')),
          ...test(node, 'condition'),
          {
            kind: 'loop',
            ...counted(node),
            body: [...one(child(node, 'body')), ...test(node, 'increment')],
            ...at(node),
          },
        ]
      case 'while_statement':
      case 'do_statement':
        return [...test(node, 'condition'), { kind: 'loop', body: one(child(node, 'body')), ...at(node) }]
      case 'try_statement':
        return tries(node)
      case 'switch_statement':
        return [
          ...test(node, 'value'),
          { kind: 'branch', bodies: (child(node, 'body')?.children ?? []).map(caseOf), ...at(node) },
        ]
      case 'labeled_statement':
        return one(child(node, 'body'))
      case 'statement_block':
      case 'else_clause':
      case 'ERROR':
      case 'internal_module':
      case 'module':
        return body(child(node, 'body') ?? node)
      case 'comment':
      case 'interface_declaration':
      case 'type_alias_declaration':
      case 'empty_statement':
      case 'hash_bang_line':
        return []
      default:
        return node.named ? [evaluated(node, expression(node))] : []
    }
  }

  function tries(node: SyntaxNode): Statement[] {
    const [handler, finalizer] = [child(node, 'handler'), child(node, 'finalizer')]
    const caught = handler === undefined ? [] : body(child(handler, 'body'))
    const last = finalizer === undefined ? [] : one(child(finalizer, 'body'))
    return [...one(child(node, 'body')), { kind: 'branch', bodies: [caught], ...at(node) }, ...last]
  }

  function branches(node: SyntaxNode): Statement[] {
    const tests = childrenIn(node, 'condition').flatMap(parts).map(expression)
    const held = child(node, 'consequence')
    const first = narrowed(tests, one(held), leaves(held))
    return [
      ...test(node, 'condition'),
      { kind: 'branch', bodies: [first.body, one(child(node, 'alternative'))], ...at(node) },
      ...first.after,
    ]
  }

  function test(node: SyntaxNode, field: string): Statement[] {
    return childrenIn(node, field).map((found) => evaluated(found, expression(found)))
  }

  function caseOf(node: SyntaxNode): Statement[] {
    return [...test(node, 'value'), ...childrenIn(node, 'body').flatMap(statement)]
  }

  function declared(node: SyntaxNode): Statement[] {
    const [left, right] = [child(node, 'name'), child(node, 'value')]
    if (left === undefined) return []
    const value = right === undefined ? constant(node, null) : expression(right)
    return [{ kind: 'assign', target: pattern(left), value, declare: true, ...at(node) }]
  }

  function expressionStatement(node: SyntaxNode): Statement[] {
    if (node.type !== 'assignment_expression') return [evaluated(node, expression(node))]
    const [left, right] = [child(node, 'left'), child(node, 'right')]
    if (left === undefined || right === undefined) return []
    const exportName = commonJsExport(source(left))
    if (exportName !== undefined)
      return [{ kind: 'export', name: exportName, value: expression(right), ...at(node) }]
    return [{ kind: 'assign', target: pattern(left), value: expression(right), declare: false, ...at(node) }]
  }

  function importOf(node: SyntaxNode): Statement {
    const from = child(node, 'source')
    const clause = node.children.find((part) => part.type === 'import_clause')
    const bindings = (clause === undefined ? [] : parts(clause)).flatMap(imported)
    return { kind: 'import', module: from === undefined ? '' : literal(from), bindings, ...at(node) }
  }

  function imported(node: SyntaxNode): { name: string; as: string }[] {
    if (node.type === 'identifier') return [{ name: 'default', as: source(node) }]
    if (node.type === 'namespace_import')
      return parts(node).map((inner) => ({ name: '*', as: source(inner) }))
    return parts(node).map((inner) => {
      const original = source(child(inner, 'name'))
      return { name: original, as: source(child(inner, 'alias')) || original }
    })
  }

  function literal(node: SyntaxNode): string {
    const value = expression(node)
    return value.kind === 'const' ? String(value.value) : ''
  }

  function exported(node: SyntaxNode): Statement[] {
    const declaration = child(node, 'declaration')
    const from = child(node, 'source')
    if (declaration !== undefined) {
      const inner = statement(declaration)
      const isDefault = /^export\s+default\b/.test(source(node).slice(0, 40))
      return [
        ...inner,
        ...inner.flatMap(declaredNames).map((each) => exportName(node, isDefault ? 'default' : each, each)),
      ]
    }
    if (from !== undefined) return reexported(node, literal(from))
    const value = child(node, 'value')
    if (value !== undefined)
      return [{ kind: 'export', name: 'default', value: expression(value), ...at(node) }]
    return specifiers(node).map((each) => exportName(node, each.as, each.name))
  }

  function specifiers(node: SyntaxNode): { name: string; as: string }[] {
    const clause = node.children.find((part) => part.type === 'export_clause')
    return clause === undefined ? [] : imported(clause)
  }

  function reexported(node: SyntaxNode, module: string): Statement[] {
    const names = specifiers(node)
    const load: Expr = {
      kind: 'call',
      callee: name(node, 'require'),
      args: [{ value: constant(node, module) }],
      implicit: true,
      ...at(node),
    }
    if (names.length === 0) return [{ kind: 'export', name: '*', value: load, ...at(node) }]
    return names.map((each) => ({
      kind: 'export',
      name: each.as,
      value: { kind: 'member', object: load, name: each.name, ...at(node) },
      ...at(node),
    }))
  }

  function exportName(node: SyntaxNode, as: string, local: string): Statement {
    return { kind: 'export', name: as, value: name(node, local), ...at(node) }
  }

  function classOf(node: SyntaxNode): Statement {
    const heritage = node.children.find((part) => part.type === 'class_heritage')
    const bases = heritage === undefined ? [] : parts(heritage).flatMap((part) => base(part))
    const members = (child(node, 'body')?.children ?? []).flatMap(member)
    return { kind: 'class', name: source(child(node, 'name')), bases, body: members, ...at(node) }
  }

  function base(node: SyntaxNode): Expr[] {
    if (node.type === 'implements_clause') return []
    if (node.type === 'extends_clause') return childrenIn(node, 'value').map(expression)
    return [expression(node)]
  }

  function member(node: SyntaxNode): Statement[] {
    if (node.type === 'method_definition')
      return [{ kind: 'define', def: method(node), decorators: [], ...at(node) }]
    if (node.type === 'class_static_block') return body(child(node, 'body'))
    const value = child(node, 'value')
    const key = child(node, 'property') ?? child(node, 'name')
    if (value === undefined || key === undefined) return []
    const target: Pattern = { kind: 'name', name: source(key) }
    return [{ kind: 'assign', target, value: expression(value), declare: true, ...at(node) }]
  }

  function method(node: SyntaxNode): FunctionDef {
    const def = definition(node, 'this')
    const from = node.start
    return /^(?:static\s+)?get\s+[\w$#['"]/.test(text.slice(from, from + 40)) ? { ...def, getter: true } : def
  }

  function loopOver(node: SyntaxNode): Statement[] {
    const [left, right] = [child(node, 'left'), child(node, 'right')]
    const inner = one(child(node, 'body'))
    if (left === undefined || right === undefined) return inner
    return [{ kind: 'loop', target: pattern(left), from: expression(right), body: inner, ...at(node) }]
  }

  /** `for (let i = 0; i < n; i++)` turns n times; other ways to count are not told. */
  function counted(node: SyntaxNode): { readonly count?: Expr } {
    const [start, step] = [source(child(node, 'initializer')), source(child(node, 'increment'))]
    let end = child(node, 'condition')
    while (end !== undefined && end.type !== 'binary_expression' && parts(end).length === 1)
      end = parts(end)[0]
    if (end?.type !== 'binary_expression' || !/=\s*0\s*;?$/.test(start) || !step.includes('++')) return {}
    const [operator, right] = [source(child(end, 'operator')), child(end, 'right')]
    return right === undefined || !operator.startsWith('<') ? {} : { count: expression(right) }
  }

  return statement
}

/** `module.exports`, `exports.a`, `module.exports.a`: the name exported, `*` for all of it. */
function commonJsExport(left: string): string | undefined {
  if (left === 'module.exports') return '*'
  return /^(?:module\.)?exports\.([A-Za-z_$][\w$]*)$/.exec(left)?.[1]
}

function declaredNames(statement: Statement): string[] {
  if (statement.kind === 'define') return [statement.def.name]
  if (statement.kind === 'class') return [statement.name]
  return statement.kind === 'assign' ? patternNames(statement.target) : []
}
