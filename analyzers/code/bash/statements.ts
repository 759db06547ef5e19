import type { SyntaxNode } from '../../syntax/node.js'
import { child, childrenIn, parts } from '../../syntax/node.js'
import type { Argument, Expr, FunctionDef, Pattern, Statement } from '../ir.js'
import { combine, constant, evaluated, name } from '../lower.js'
import { hole } from '../values.js'
import type { ShellWords } from './words.js'
import { shellWords } from './words.js'
import { innerCommand } from './wrappers.js'

/** Name under which the standard input of a group of commands is known inside. */
const stdin = '<stdin>'

/** Lowers shell commands: pipes feed `input`, redirections become calls named by their operator. */
export function shellStatements(text: string): (nodes: readonly SyntaxNode[]) => Statement[] {
  const { word, source }: ShellWords = shellWords(text, all)
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })

  function all(nodes: readonly SyntaxNode[]): Statement[] {
    return nodes.flatMap(statement)
  }

  function statement(node: SyntaxNode): Statement[] {
    switch (node.type) {
      case 'variable_assignment':
        return [assignment(node)]
      case 'variable_assignments':
        return all(parts(node))
      case 'declaration_command':
        return parts(node).flatMap((one) => (one.type === 'variable_assignment' ? [assignment(one)] : []))
      case 'list':
      case 'subshell':
      case 'compound_statement':
      case 'do_group':
      case 'else_clause':
      case 'program':
      case 'ERROR':
        return all(parts(node))
      case 'negated_command':
        return all(parts(node))
      case 'if_statement':
        return branches(node)
      case 'case_statement':
        return [
          {
            kind: 'branch',
            bodies: parts(node)
              .filter((one) => one.type === 'case_item')
              .map(caseOf),
            ...at(node),
          },
        ]
      case 'for_statement':
        return [loop(node)]
      case 'while_statement':
      case 'c_style_for_statement':
        return [
          ...all(childrenIn(node, 'condition')),
          { kind: 'loop', body: all(childrenIn(node, 'body')), ...at(node) },
        ]
      case 'function_definition':
        return [{ kind: 'define', def: definition(node), decorators: [], ...at(node) }]
      case 'command':
      case 'pipeline':
      case 'redirected_statement':
        return commands(node)
      case 'test_command':
      case 'unset_command':
        return parts(node).map((one) => evaluated(one, word(one)))
      case 'comment':
        return []
      default:
        return node.named ? [evaluated(node, word(node))] : []
    }
  }

  function commands(node: SyntaxNode): Statement[] {
    const words = node.type === 'command' ? plainWords(node) : []
    const [first, ...rest] = words
    if (first === 'read' || first === 'mapfile' || first === 'readarray') return [readInto(node, rest)]
    const module = first === '.' || first === 'source' ? sourced(node, rest[0]) : undefined
    if (module !== undefined)
      return [
        evaluated(node, command(node, undefined)),
        { kind: 'import', module, bindings: [{ name: '*', as: '*' }], ...at(node) },
      ]
    return [...prefixAssignments(node), evaluated(node, piped(node, undefined))]
  }

  /** The file whose functions are taken over; a folder in front that is worked out is most often the script's own. */
  function sourced(node: SyntaxNode, plain: string | undefined): string | undefined {
    const word_ = commandWords(node)[1]
    if (plain !== undefined || word_ === undefined) return plain
    const end = /[})\w](\/(?:[\w.-]{1,64}\/){0,4}[\w.-]{1,64})"?$/.exec(
      text.slice(word_.start, word_.end),
    )?.[1]
    return end === undefined ? undefined : `${hole}${end}`
  }

  /** `read a b` takes the variables from standard input. */
  function readInto(node: SyntaxNode, words: readonly (string | undefined)[]): Statement {
    const names = words.filter((one) => one !== undefined && /^[A-Za-z_]\w*$/.test(one))
    const items: Pattern[] = names.map((one) => ({ kind: 'name', name: `$${String(one)}` }))
    const here = node.children.find((one) => one.type === 'herestring_redirect')
    const value = here === undefined ? name(node, stdin) : combine(here, parts(here).map(word))
    const [only] = items
    const target: Pattern = only !== undefined && items.length === 1 ? only : { kind: 'list', items }
    return { kind: 'assign', target, value, declare: false, ...at(node) }
  }

  function assignment(node: SyntaxNode): Statement {
    const variable = source(child(node, 'name')).replace(/\[.*$/s, '')
    const value = child(node, 'value')
    return {
      kind: 'assign',
      target: { kind: 'name', name: `$${variable}` },
      value: value === undefined ? constant(node, '') : word(value),
      declare: false,
      ...at(node),
    }
  }

  function prefixAssignments(node: SyntaxNode): Statement[] {
    return node.type === 'command'
      ? parts(node)
          .filter((one) => one.type === 'variable_assignment')
          .map(assignment)
      : []
  }

  /** One element of a pipe, fed with `input`. */
  function piped(node: SyntaxNode, input: Expr | undefined): Expr {
    if (node.type === 'command') return command(node, input)
    if (node.type === 'redirected_statement') return redirected(node, input)
    if (node.type === 'pipeline')
      return (
        parts(node).reduce<Expr | undefined>((before, one) => piped(one, before), input) ??
        constant(node, null)
      )
    const body = statement(node)
    const fed: Statement[] =
      input === undefined
        ? body
        : [
            {
              kind: 'assign',
              target: { kind: 'name', name: stdin },
              value: input,
              declare: false,
              ...at(node),
            },
            ...body,
          ]
    return { kind: 'output', body: fed, ...at(node) }
  }

  function command(node: SyntaxNode, input: Expr | undefined): Expr {
    const here = node.children.find((one) => one.type === 'herestring_redirect')
    const fed = here === undefined ? input : combine(here, parts(here).map(word))
    return invoke(node, commandWords(node), fed)
  }

  function invoke(node: SyntaxNode, words: readonly Expr[], input: Expr | undefined): Expr {
    const [callee, ...args] = words
    if (callee === undefined) return input ?? constant(node, null)
    const called = base(callee)
    const outer = call(
      node,
      called === undefined ? callee : name(callee as unknown as SyntaxNode, called),
      args,
      input,
    )
    const inner = called === undefined ? undefined : innerCommand(called, args.map(text_))
    return inner === undefined ? outer : combine(node, [outer, invoke(node, args.slice(inner), input)])
  }

  function call(node: SyntaxNode, callee: Expr, args: readonly Expr[], input: Expr | undefined): Expr {
    const all: Argument[] = args.map((value) => ({ value }))
    return { kind: 'call', callee, args: all, ...(input === undefined ? {} : { input }), ...at(node) }
  }

  function commandWords(node: SyntaxNode): Expr[] {
    const first = child(node, 'name')
    const words = first === undefined ? [] : parts(first).map(word)
    return [...words, ...childrenIn(node, 'argument').map(word)]
  }

  function plainWords(node: SyntaxNode): (string | undefined)[] {
    return commandWords(node).map(text_)
  }

  function redirected(node: SyntaxNode, input: Expr | undefined): Expr {
    const redirects = childrenIn(node, 'redirect')
    const fed = redirects.reduce<Expr | undefined>((now, one) => inputOf(one) ?? now, input)
    const body = child(node, 'body')
    const run = body === undefined ? (fed ?? constant(node, null)) : piped(body, fed)
    return redirects.reduce((value, one) => outputTo(one, value), run)
  }

  function inputOf(redirect: SyntaxNode): Expr | undefined {
    if (redirect.type === 'heredoc_redirect') {
      const body = redirect.children.find((one) => one.type === 'heredoc_body')
      return body === undefined ? undefined : word(body)
    }
    if (redirect.type === 'herestring_redirect') return combine(redirect, parts(redirect).map(word))
    const destination = child(redirect, 'destination')
    if (operator(redirect) !== '<' || destination === undefined) return undefined
    return call(redirect, name(redirect, '<'), [word(destination)], undefined)
  }

  /** `> file`, and what follows a heredoc on its first line: more redirections, or a pipe. */
  function outputTo(redirect: SyntaxNode, value: Expr): Expr {
    if (redirect.type === 'heredoc_redirect')
      return parts(redirect).reduce((now, one) => {
        if (one.type === 'file_redirect') return outputTo(one, now)
        return one.type === 'pipeline' || one.type === 'command' ? piped(one, now) : now
      }, value)
    const destination = child(redirect, 'destination')
    const how = operator(redirect)
    if (destination === undefined || !how.includes('>')) return value
    // `2>&1` joins descriptors; `>& file` writes both to a file (Bash manual, 3.6.4 and 3.6.8).
    if (how.endsWith('&') && /^(?:\d+|-)$/.test(source(destination))) return value
    return call(redirect, name(redirect, how.includes('>>') ? '>>' : '>'), [word(destination)], value)
  }

  function operator(redirect: SyntaxNode): string {
    const destination = child(redirect, 'destination')
    const descriptor = child(redirect, 'descriptor')
    return text.slice(descriptor?.end ?? redirect.start, destination?.start ?? redirect.end).trim()
  }

  function branches(node: SyntaxNode): Statement[] {
    const tests = childrenIn(node, 'condition')
    const clauses = parts(node).filter((one) => one.type === 'elif_clause' || one.type === 'else_clause')
    const body = parts(node).filter((one) => !tests.includes(one) && !clauses.includes(one))
    return [
      ...all(tests),
      { kind: 'branch', bodies: [all(body), ...clauses.map((one) => all(parts(one)))], ...at(node) },
    ]
  }

  function caseOf(node: SyntaxNode): Statement[] {
    return all(parts(node).filter((one) => one.field !== 'value'))
  }

  function loop(node: SyntaxNode): Statement {
    const from: Expr = { kind: 'list', items: childrenIn(node, 'value').map(word), ...at(node) }
    const target: Pattern = { kind: 'name', name: `$${source(child(node, 'variable'))}` }
    return { kind: 'loop', target, from, body: all(childrenIn(node, 'body')), ...at(node) }
  }

  function definition(node: SyntaxNode): FunctionDef {
    const positional = Array.from(
      { length: 9 },
      (_, i) => ({ target: { kind: 'name', name: `$${i + 1}` } }) as const,
    )
    return {
      name: source(child(node, 'name')),
      params: positional,
      body: all(childrenIn(node, 'body')),
      ...at(node),
    }
  }

  return all
}

function text_(value: Expr): string | undefined {
  return value.kind === 'const' && typeof value.value === 'string' ? value.value : undefined
}

function base(callee: Expr): string | undefined {
  const path = text_(callee)
  return path === undefined ? undefined : path.slice(path.lastIndexOf('/') + 1)
}
