/**
 * A node of a syntax tree as plain data, free of the engine that made it. Punctuation without a field name is left
 * out; what has a name or a field is kept. Offsets are UTF-16 code units.
 */
export interface SyntaxNode {
  readonly type: string
  readonly named: boolean
  /** The role its parent gives it. */
  readonly field?: string
  readonly missing?: true
  readonly start: number
  readonly end: number
  readonly children: readonly SyntaxNode[]
}

/** First child in the role. */
export function child(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return node.children.find((one) => one.field === field)
}

/** All children in the role. */
export function childrenIn(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  return node.children.filter((one) => one.field === field)
}

/** Named children that are not comments. */
export function parts(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((one) => one.named && one.type !== 'comment')
}

/** The tree as tree-sitter writes it: named nodes, field names, ERROR and MISSING. */
export function toSexp(node: SyntaxNode): string {
  const out: string[] = []
  write(node, out)
  return out.join('')
}

function write(node: SyntaxNode, out: string[]): void {
  out.push('(', node.missing === true ? `MISSING ${node.type}` : node.type)
  for (const one of node.children) {
    if (!one.named) continue
    out.push(' ')
    if (one.field !== undefined) out.push(one.field, ': ')
    write(one, out)
  }
  out.push(')')
}
