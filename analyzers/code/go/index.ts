import type { Parse } from '../../syntax/grammar.js'
import type { SyntaxNode } from '../../syntax/node.js'
import { child, childrenIn, parts } from '../../syntax/node.js'
import type { Statement } from '../ir.js'
import type { Adapter } from '../nouns.js'
import { goDeclarations } from './declarations.js'
import { goSemantics } from './semantics.js'
import { goStatements } from './statements.js'

/** Go (https://go.dev/ref/spec). */
export const go: Adapter = { languages: ['go'], semantics: goSemantics, lower }

function lower({ text, root }: Parse): readonly Statement[] {
  const order = fieldOrder(root, text)
  const { statement, lower: expressions } = goStatements(text, (type) => order.get(type) ?? [])
  const { imports, defined } = goDeclarations(expressions)
  let comment: SyntaxNode[] = []
  return root.children.flatMap((node) => {
    if (node.type === 'comment') {
      comment.push(node)
      return []
    }
    const doc = docOf(comment, node, text)
    comment = []
    if (node.type === 'import_declaration') return imports(node)
    if (node.type === 'function_declaration' || node.type === 'method_declaration') return defined(node, doc)
    return node.type === 'package_clause' ? [] : statement(node)
  })
}

/** The comment that ends on the line before. */
function docOf(comments: readonly SyntaxNode[], node: SyntaxNode, text: string): string | undefined {
  const last = comments.at(-1)
  if (last === undefined || text.slice(last.end, node.start).trim() !== '') return undefined
  const lines = comments.map((one) => text.slice(one.start, one.end).replace(/^\/[/*]\s?|\*\/$/g, ''))
  return lines.join('\n').trim().slice(0, mostDoc)
}

const mostDoc = 4000

/** Fields of the types of a file in their order: a literal need not name them. */
function fieldOrder(root: SyntaxNode, text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  const source = (node: SyntaxNode | undefined): string =>
    node === undefined ? '' : text.slice(node.start, node.end)
  for (const declaration of root.children)
    for (const spec of declaration.type === 'type_declaration' ? parts(declaration) : []) {
      const type = child(spec, 'type')
      const list = type?.type === 'struct_type' ? parts(type)[0] : undefined
      const fields = (list === undefined ? [] : parts(list)).flatMap((field) =>
        childrenIn(field, 'name').filter(({ named }) => named),
      )
      found.set(source(child(spec, 'name')), fields.map(source))
    }
  return found
}
