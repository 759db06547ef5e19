import type { SyntaxNode } from '../../syntax/node.js'
import { child, childrenIn, parts } from '../../syntax/node.js'
import type { Expr, Pattern, Statement } from '../ir.js'
import { combine, evaluated, name, writtenText } from '../lower.js'
import { leaves, testsOf } from '../conditions.js'
import { narrowed } from '../narrowing.js'
import { phpCalls } from './calls.js'
import { phpExpressions } from './expressions.js'
import type { PhpFunctions } from './lowering.js'
import { phpFunctions } from './functions.js'
import { importsOf } from './imports.js'
import { phpNames } from './names.js'

/** Lowers a PHP text (PHP manual, Control Structures). */
export function phpStatements(text: string, root: SyntaxNode): Statement[] {
  const names = phpNames(text, root)
  const { source } = names
  const expressions = phpExpressions(text, names, () => functions)
  const { expression, pattern } = expressions
  const functions: PhpFunctions = phpFunctions({
    ...expressions,
    ...phpCalls({ names, ...expressions }),
    names,
    body: (node) => body(node),
    members: (node) => members(node),
  })
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })

  /** The comment before a definition says what it is for. */
  function body(node: SyntaxNode | undefined): Statement[] {
    let doc: string | undefined
    return (node?.children ?? []).flatMap((one) => {
      const before = doc
      doc = one.type === 'comment' ? docOf(source(one)) : undefined
      return statement(one, before)
    })
  }

  function one(node: SyntaxNode | undefined): Statement[] {
    return node === undefined ? [] : statement(node)
  }

  function statement(node: SyntaxNode, doc?: string): Statement[] {
    switch (node.type) {
      case 'expression_statement':
        return parts(node).flatMap(expressionStatement)
      case 'function_definition':
        return [defined(node, doc, false), ...known(node)]
      case 'class_declaration':
      case 'trait_declaration':
      case 'enum_declaration':
        return [functions.classDefinition(node), ...known(node)]
      case 'namespace_use_declaration':
        return importsOf(node, source)
      case 'return_statement':
        return [{ kind: 'return', value: combine(node, parts(node).map(expression)), ...at(node) }]
      case 'if_statement':
        return branches(node)
      case 'foreach_statement':
        return loopOver(node)
      case 'for_statement':
        return [
          ...tests(node, 'initialize'),
          ...tests(node, 'condition'),
          {
            kind: 'loop',
            ...counted(node),
            body: [
              ...childrenIn(node, 'body').flatMap((inner) => statement(inner)),
              ...tests(node, 'update'),
            ],
            ...at(node),
          },
        ]
      case 'while_statement':
      case 'do_statement': {
        const asked = tests(node, 'condition')
        return [...asked, { kind: 'loop', body: [...one(child(node, 'body')), ...asked], ...at(node) }]
      }
      case 'switch_statement':
        return [
          ...tests(node, 'condition'),
          { kind: 'branch', bodies: (child(node, 'body')?.children ?? []).map(caseOf), ...at(node) },
        ]
      case 'try_statement':
        return tries(node)
      case 'const_declaration':
      case 'function_static_declaration':
        return parts(node).flatMap(declared)
      case 'global_declaration':
        return [{ kind: 'outer', names: parts(node).map(names.variable), ...at(node) }]
      case 'namespace_definition':
        return body(child(node, 'body'))
      case 'compound_statement':
      case 'colon_block':
      case 'else_clause':
      case 'finally_clause':
      case 'ERROR':
        return body(node)
      case 'comment':
      case 'php_tag':
      case 'text':
      case 'text_interpolation':
      case 'interface_declaration':
      case 'unset_statement':
      case 'break_statement':
      case 'continue_statement':
      case 'declare_statement':
      case 'empty_statement':
      case 'goto_statement':
      case 'named_label_statement':
        return []
      default:
        return node.named ? [evaluated(node, expression(node))] : []
    }
  }

  function expressionStatement(node: SyntaxNode): Statement[] {
    const value = expression(node)
    if (value.kind === 'assign') {
      // `$a = $b = …`: from the last to the first.
      const inner = value.value.kind === 'assign' ? value.value : undefined
      const before = inner === undefined ? [] : [assigned(node, inner)]
      return [...before, assigned(node, value)]
    }
    const path = /^(?:include|require)(?:_once)?_expression$/.test(node.type) ? parts(node)[0] : undefined
    if (path === undefined) return [evaluated(node, value)]
    const module = writtenText(expression(path)) ?? '?'
    const run: Expr = {
      kind: 'call',
      callee: name(node, 'include'),
      args: [{ value: expression(path) }],
      ...at(node),
    }
    return [{ kind: 'import', module, bindings: [{ name: '*', as: '*' }], ...at(node) }, evaluated(node, run)]
  }

  function assigned(node: SyntaxNode, { target, value }: Extract<Expr, { kind: 'assign' }>): Statement {
    return { kind: 'assign', target, value, declare: true, ...at(node) }
  }

  function declared(node: SyntaxNode): Statement[] {
    const [first, ...rest] = parts(node)
    const given = child(node, 'value') ?? rest.at(-1)
    if (first === undefined || given === undefined) return []
    const target: Pattern =
      first.type === 'name' ? { kind: 'name', name: source(first) } : pattern(child(node, 'name') ?? first)
    return [{ kind: 'assign', target, value: expression(given), declare: true, ...at(node) }]
  }

  function defined(node: SyntaxNode, doc: string | undefined, isMethod: boolean): Statement {
    const def = functions.definition(node, doc, isMethod)
    return { kind: 'define', def, decorators: functions.attributes(node), ...at(node) }
  }

  /** What stands in a namespace is known by its whole name too. */
  function known(node: SyntaxNode): Statement[] {
    const own = source(child(node, 'name'))
    const whole = names.qualified(own)
    if (whole === undefined) return []
    const target: Pattern = { kind: 'name', name: whole }
    return [{ kind: 'assign', target, value: name(node, own), declare: true, ...at(node) }]
  }

  function members(block: SyntaxNode | undefined): Statement[] {
    let doc: string | undefined
    return (block?.children ?? []).flatMap((member) => {
      const before = doc
      doc = member.type === 'comment' ? docOf(source(member)) : undefined
      switch (member.type) {
        case 'method_declaration':
          return [defined(member, before, true)]
        case 'const_declaration':
          return parts(member).flatMap(declared)
        case 'enum_case':
          return declared(member)
        case 'property_declaration':
          return parts(member).flatMap((property) => held(member, property))
        default:
          return []
      }
    })
  }

  /** A property with what it is worth from the start, or of which class it is. */
  function held(node: SyntaxNode, property: SyntaxNode): Statement[] {
    const own = child(property, 'name')
    if (property.type !== 'property_element' || own === undefined) return []
    const value = functions.otherwise(node, child(property, 'default_value'))
    if (value === undefined) return []
    const target: Pattern = { kind: 'name', name: names.variable(own).slice(1) }
    return [{ kind: 'assign', target, value, declare: true, ...at(property) }]
  }

  function tests(node: SyntaxNode, field: string): Statement[] {
    return childrenIn(node, field).flatMap((found) => {
      const inner = found.type === 'sequence_expression' ? parts(found) : [found]
      return inner.map((each) => evaluated(each, expression(each)))
    })
  }

  function branches(node: SyntaxNode): Statement[] {
    const held = child(node, 'body')
    const tested = testsOf(child(node, 'condition'), source, expression)
    const first = narrowed(tested, one(held), leaves(held))
    const bodies = [first.body]
    let hasElse = false
    for (const clause of childrenIn(node, 'alternative')) {
      bodies.push([...tests(clause, 'condition'), ...one(child(clause, 'body'))])
      hasElse ||= clause.type === 'else_clause'
    }
    if (!hasElse) bodies.push([])
    return [...tests(node, 'condition'), { kind: 'branch', bodies, ...at(node) }, ...first.after]
  }

  function loopOver(node: SyntaxNode): Statement[] {
    const [from, item] = parts(node)
    const inner = childrenIn(node, 'body').flatMap((each) => statement(each))
    if (from === undefined || item === undefined) return inner
    const many = expression(from)
    if (item.type !== 'pair')
      return [{ kind: 'loop', target: pattern(item), from: many, body: inner, ...at(node) }]
    const [key, value] = parts(item)
    const target: Pattern = {
      kind: 'list',
      items: [key, value].flatMap((each) => (each === undefined ? [] : pattern(each))),
    }
    const entries: Expr = {
      kind: 'call',
      callee: name(node, '<entries>'),
      args: [{ value: many }],
      implicit: true,
      ...at(from),
    }
    return [{ kind: 'loop', target, from: entries, body: inner, ...at(node) }]
  }

  function caseOf(node: SyntaxNode): Statement[] {
    const value = child(node, 'value')
    return [
      ...(value === undefined ? [] : [evaluated(value, expression(value))]),
      ...node.children.filter((inner) => inner !== value).flatMap((inner) => statement(inner)),
    ]
  }

  function tries(node: SyntaxNode): Statement[] {
    const caught = node.children.filter(({ type }) => type === 'catch_clause')
    const last = node.children.find(({ type }) => type === 'finally_clause')
    const bodies = caught.map((clause) => one(child(clause, 'body')))
    return [
      ...one(child(node, 'body')),
      { kind: 'branch', bodies: [...bodies, []], ...at(node) },
      ...one(last === undefined ? undefined : child(last, 'body')),
    ]
  }

  /** `for ($i = 0; $i < n; $i++)` turns n times; other ways to count are not told. */
  function counted(node: SyntaxNode): { readonly count?: Expr } {
    const end = child(node, 'condition')
    const right = end === undefined ? undefined : child(end, 'right')
    const isCount =
      /=\s*0$/.test(source(child(node, 'initialize'))) && source(child(node, 'update')).includes('++')
    if (end?.type !== 'binary_expression' || right === undefined || !isCount) return {}
    return source(child(end, 'operator')).startsWith('<') ? { count: expression(right) } : {}
  }

  const lowered = body(root)
  return [...lowered, ...exported(root, lowered)]
}

/** What a file gives whoever brings it in: what it returns, and by the name of a class the class. */
function exported(root: SyntaxNode, lowered: readonly Statement[]): Statement[] {
  const at = { start: root.start, end: root.end }
  return lowered.flatMap((one): Statement[] => {
    if (one.kind === 'class') return [{ kind: 'export', name: 'default', value: name(root, one.name), ...at }]
    return one.kind === 'return' && one.value !== undefined
      ? [{ kind: 'export', name: '*', value: one.value, ...at }]
      : []
  })
}

/** A block of documentation without its stars. */
function docOf(comment: string): string | undefined {
  if (!comment.startsWith('/**')) return undefined
  return comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^[ \t]*\*[ \t]?/gm, '')
    .trim()
}
