import type { SyntaxNode } from '../../syntax/node.js'
import { child, childrenIn, parts } from '../../syntax/node.js'
import type { FunctionDef, Statement, TypeStatement } from '../ir.js'
import type { GoExpressions } from './expressions.js'
import { moduleNames } from './modules.js'
import { namedType, thing } from './types.js'

/** Lowers what stands at the top of a Go file: imports, types, functions and methods. */
export function goDeclarations({ text, source, definition, expression }: GoExpressions): {
  readonly imports: (node: SyntaxNode) => Statement[]
  readonly types: (node: SyntaxNode) => Statement[]
  readonly defined: (node: SyntaxNode, doc: string | undefined) => Statement[]
} {
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })

  function imports(node: SyntaxNode): Statement[] {
    if (node.type !== 'import_spec') return parts(node).flatMap(imports)
    const path = child(node, 'path')
    const literal = path === undefined ? undefined : expression(path)
    const module = literal?.kind === 'const' ? String(literal.value) : ''
    const given = child(node, 'name')
    const names = given === undefined ? moduleNames(module) : [source(given)]
    const bindings = names
      .filter((one) => one !== '_')
      .map((one) => ({ name: '*', as: one === '.' ? '*' : one }))
    return [{ kind: 'import', module, bindings, ...at(node) }]
  }

  function types(node: SyntaxNode): Statement[] {
    if (node.type !== 'type_spec' && node.type !== 'type_alias') return parts(node).flatMap(types)
    const type = child(node, 'type')
    const own = namedType(type, text)
    const list = type?.type === 'struct_type' ? parts(type)[0] : undefined
    const fields = (list === undefined ? [] : parts(list)).map((field) => ({
      names: childrenIn(field, 'name')
        .filter(({ named }) => named)
        .map(source),
      type: namedType(child(field, 'type'), text),
      node: field,
    }))
    return [
      {
        kind: 'type',
        name: source(child(node, 'name')),
        bases: [own, ...fields.filter(({ names }) => names.length === 0).map((field) => field.type)].filter(
          (base) => base !== undefined,
        ),
        fields: fields.flatMap(({ names, type: of, node: field }) =>
          of === undefined ? [] : names.map((key) => ({ key, value: thing(field, of) })),
        ),
        methods: [],
        ...at(node),
      },
    ]
  }

  /** A function, or a method, which is told as more of its type. */
  function defined(node: SyntaxNode, doc: string | undefined): Statement[] {
    const def: FunctionDef = { ...definition(node), ...(doc === undefined ? {} : { doc }) }
    const receiver = child(node, 'receiver')
    if (receiver === undefined) return [{ kind: 'define', def, decorators: [], ...at(node) }]
    const [declared] = parts(receiver)
    const type = declared === undefined ? undefined : namedType(child(declared, 'type'), text)
    if (declared === undefined || type?.kind !== 'name')
      return [{ kind: 'define', def, decorators: [], ...at(node) }]
    const method = { ...def, receiver: source(child(declared, 'name')) || '_' }
    const more: TypeStatement = {
      kind: 'type',
      name: type.name,
      bases: [],
      fields: [],
      methods: [method],
      ...at(node),
    }
    return [more]
  }

  return { imports, types, defined }
}
