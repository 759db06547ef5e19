import type { SyntaxNode } from '../../syntax/node.js'
import { child, childrenIn, parts } from '../../syntax/node.js'
import type { Expr, FunctionDef, Pattern, Statement } from '../ir.js'
import { combine, concat, constant, evaluated } from '../lower.js'
import { leaves } from '../conditions.js'
import { narrowed } from '../narrowing.js'
import type { PythonExpressions } from './expressions.js'

/** Lowers Python statements (Python reference, 7 and 8). */
export function pythonStatements(lower: PythonExpressions): (node: SyntaxNode) => Statement[] {
  const { expression, pattern, text } = lower
  const source = (node: SyntaxNode | undefined): string =>
    node === undefined ? '' : text.slice(node.start, node.end)
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })
  const body = (node: SyntaxNode | undefined): Statement[] =>
    node === undefined ? [] : node.children.flatMap(statement)

  function statement(node: SyntaxNode): Statement[] {
    switch (node.type) {
      case 'expression_statement':
        return parts(node).flatMap(expressionStatement)
      case 'import_statement':
        return childrenIn(node, 'name').map(importModule)
      case 'import_from_statement':
      case 'future_import_statement':
        return [importFrom(node)]
      case 'function_definition':
        return [{ kind: 'define', def: definition(node), decorators: [], ...at(node) }]
      case 'class_definition':
        return [classOf(node)]
      case 'decorated_definition':
        return decorated(node)
      case 'return_statement':
        return [{ kind: 'return', value: combine(node, parts(node).map(expression)), ...at(node) }]
      case 'if_statement':
      case 'match_statement':
        return branches(node)
      case 'for_statement':
        return [...loop(node), ...body(child(node, 'alternative'))]
      case 'while_statement':
        return [...test(node), { kind: 'loop', body: body(child(node, 'body')), ...at(node) }]
      case 'try_statement':
        return tries(node)
      case 'with_statement':
        return [
          ...node.children.filter((one) => one.type === 'with_clause').flatMap(opened),
          ...body(child(node, 'body')),
        ]
      case 'global_statement':
      case 'nonlocal_statement':
        return [{ kind: 'outer', names: parts(node).map(source), ...at(node) }]
      case 'block':
      case 'ERROR':
      case 'else_clause':
      case 'finally_clause':
        return body(node)
      case 'comment':
      case 'pass_statement':
      case 'continue_statement':
      case 'break_statement':
      case 'type_alias_statement':
        return []
      default:
        return node.named ? [evaluated(node, expression(node))] : []
    }
  }

  function expressionStatement(node: SyntaxNode): Statement[] {
    if (node.type === 'assignment') return assignment(node)
    if (node.type !== 'augmented_assignment') return [evaluated(node, expression(node))]
    const [left, right] = [child(node, 'left'), child(node, 'right')]
    if (left === undefined || right === undefined) return []
    const value = concat(node, [expression(left), expression(right)])
    return [{ kind: 'assign', target: pattern(left), value, declare: true, ...at(node) }]
  }

  function assignment(node: SyntaxNode): Statement[] {
    const targets: Pattern[] = []
    let at_: SyntaxNode | undefined = node
    while (at_?.type === 'assignment') {
      const left = child(at_, 'left')
      if (left !== undefined) targets.push(pattern(left))
      at_ = child(at_, 'right')
    }
    const value = at_ === undefined ? constant(node, null) : expression(at_)
    return targets.map((target) => ({ kind: 'assign', target, value, declare: true, ...at(node) }))
  }

  function importModule(node: SyntaxNode): Statement {
    const module = source(child(node, 'name') ?? node)
    const alias = child(node, 'alias')
    // `import a.b` binds `a`; `import a.b as c` binds the inner module.
    const root = module.split('.')[0] ?? module
    return alias === undefined
      ? { kind: 'import', module, bindings: [{ name: '.', as: root }], ...at(node) }
      : { kind: 'import', module, bindings: [{ name: '*', as: source(alias) }], ...at(node) }
  }

  function importFrom(node: SyntaxNode): Statement {
    const module = source(child(node, 'module_name')).replace(/\s+/g, '')
    const bindings = childrenIn(node, 'name').map((one) => {
      const imported = source(child(one, 'name') ?? one)
      return { name: imported, as: source(child(one, 'alias')) || imported }
    })
    const star = node.children.some((one) => one.type === 'wildcard_import')
    return { kind: 'import', module, bindings: star ? [{ name: '*', as: '*' }] : bindings, ...at(node) }
  }

  function definition(node: SyntaxNode, method = false): FunctionDef {
    const params = lower.params(child(node, 'parameters'))
    const block = child(node, 'body')
    const doc = docstring(block)
    const notes = callsIn(
      (child(node, 'parameters')?.children ?? []).flatMap((one) => childrenIn(one, 'type')),
    )
    const first = params[0]?.target
    return {
      name: source(child(node, 'name')),
      params: method ? params.slice(1) : params,
      body: body(block),
      ...(doc === undefined ? {} : { doc }),
      ...(notes.length === 0 ? {} : { notes }),
      ...(method && first?.kind === 'name' ? { receiver: first.name } : {}),
      ...at(node),
    }
  }

  /** `Annotated[str, Field(description="…")]` calls what makes its schema. */
  function callsIn(types: readonly SyntaxNode[], depth = 4): Expr[] {
    return types.flatMap((one) =>
      one.type === 'call' ? [expression(one)] : depth === 0 ? [] : callsIn(one.children, depth - 1),
    )
  }

  function docstring(block: SyntaxNode | undefined): string | undefined {
    const first = block === undefined ? undefined : parts(block)[0]
    const literal = first?.type === 'expression_statement' ? parts(first)[0] : undefined
    if (literal?.type !== 'string') return undefined
    const value = expression(literal)
    return value.kind === 'const' && typeof value.value === 'string' ? value.value : undefined
  }

  function classOf(node: SyntaxNode): Statement {
    const bases = child(node, 'superclasses')
    const members = (child(node, 'body')?.children ?? []).flatMap(member)
    return {
      kind: 'class',
      name: source(child(node, 'name')),
      bases:
        bases === undefined
          ? []
          : parts(bases)
              .filter((one) => one.type !== 'keyword_argument')
              .map(expression),
      body: members,
      ...at(node),
    }
  }

  function member(node: SyntaxNode): Statement[] {
    if (node.type === 'function_definition')
      return [{ kind: 'define', def: definition(node, true), decorators: [], ...at(node) }]
    if (node.type !== 'decorated_definition') return statement(node)
    const isStatic = decorators(node).some((one) => one.kind === 'name' && one.name === 'staticmethod')
    return decorated(node, !isStatic)
  }

  function decorators(node: SyntaxNode): Expr[] {
    return node.children
      .filter((one) => one.type === 'decorator')
      .map((one) => combine(one, parts(one).map(expression)))
  }

  function decorated(node: SyntaxNode, method = false): Statement[] {
    const inner = child(node, 'definition')
    if (inner?.type !== 'function_definition') {
      return [
        ...decorators(node).map((one) => evaluated(node, one)),
        ...(inner === undefined ? [] : statement(inner)),
      ]
    }
    return [{ kind: 'define', def: definition(inner, method), decorators: decorators(node), ...at(node) }]
  }

  function test(node: SyntaxNode): Statement[] {
    const tests = ['condition', 'subject', 'guard'].flatMap((field) => childrenIn(node, field))
    return tests.map((one) => evaluated(one, expression(one)))
  }

  /** What is done where a test holds. */
  function asked(node: SyntaxNode): ReturnType<typeof narrowed> {
    const held = child(node, 'consequence')
    return narrowed(childrenIn(node, 'condition').map(expression), body(held), leaves(held))
  }

  function branches(node: SyntaxNode): Statement[] {
    const first = asked(node)
    const bodies = [first.body]
    const clauses = [...childrenIn(node, 'alternative'), ...(child(node, 'body')?.children ?? [])]
    for (const clause of clauses) {
      if (clause.type === 'elif_clause' || clause.type === 'case_clause')
        bodies.push([...test(clause), ...asked(clause).body])
      else if (clause.type === 'else_clause') bodies.push(body(child(clause, 'body')))
    }
    return [...test(node), { kind: 'branch', bodies, ...at(node) }, ...first.after]
  }

  function loop(node: SyntaxNode): Statement[] {
    const [left, right] = [child(node, 'left'), child(node, 'right')]
    const inner = body(child(node, 'body'))
    if (left === undefined || right === undefined) return inner
    const from = expression(right)
    const count = countOf(from)
    return [
      {
        kind: 'loop',
        target: pattern(left),
        from,
        ...(count === undefined ? {} : { count }),
        body: inner,
        ...at(node),
      },
    ]
  }

  function tries(node: SyntaxNode): Statement[] {
    const handlers = node.children.filter((one) => one.type.startsWith('except'))
    const last = node.children.filter((one) => one.type === 'else_clause' || one.type === 'finally_clause')
    const bodies = handlers.map((one) => one.children.filter((part) => part.type === 'block').flatMap(body))
    return [
      ...body(child(node, 'body')),
      ...(bodies.length === 0 ? [] : [{ kind: 'branch' as const, bodies, ...at(node) }]),
      ...last.flatMap((one) => one.children.flatMap(statement)),
    ]
  }

  function opened(clause: SyntaxNode): Statement[] {
    return clause.children.map((item) => {
      const value = child(item, 'value') ?? item
      const alias = child(value, 'alias')
      const [from] = parts(value)
      if (value.type !== 'as_pattern' || alias === undefined || from === undefined)
        return evaluated(item, expression(value))
      return { kind: 'assign', target: pattern(alias), value: expression(from), declare: true, ...at(item) }
    })
  }

  return statement
}

/** `range(n)` turns n times; with a start or a step it is not told. */
function countOf(from: Expr): Expr | undefined {
  if (from.kind !== 'call' || from.callee.kind !== 'name' || from.callee.name !== 'range') return undefined
  return from.args.length === 1 ? from.args[0]?.value : undefined
}
