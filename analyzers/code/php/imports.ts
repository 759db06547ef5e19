import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import type { Statement } from '../ir.js'

/** `use A\B;`, `use A\B as C;`, `use A\{B, C as D};`, `use function A\b;` (PHP manual, Using namespaces). */
export function importsOf(node: SyntaxNode, source: (node: SyntaxNode | undefined) => string): Statement[] {
  const group = child(node, 'body')
  const before = node.children.find(({ type }) => type === 'namespace_name')
  const prefix = group === undefined || before === undefined ? '' : `${source(before)}\\`
  const clauses = parts(group ?? node).filter(({ type }) => type === 'namespace_use_clause')
  return clauses.flatMap((clause) => {
    const called = parts(clause).find(({ type }) => type === 'qualified_name' || type === 'name')
    if (called === undefined) return []
    const module = (prefix + source(called)).replace(/\s+/g, '').replace(/^\\/, '')
    const alias = source(child(clause, 'alias'))
    const as = alias === '' ? module.slice(module.lastIndexOf('\\') + 1) : alias
    return [
      { kind: 'import', module, bindings: [{ name: 'default', as }], start: clause.start, end: clause.end },
    ]
  })
}
