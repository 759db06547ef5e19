import type { Lines } from './lines.js'
import type { SyntaxNode } from './node.js'
import type { ParseLimits, ParseProblem } from './grammar.js'

/** What both engines' cursors can do; all that is needed to copy a tree out. */
export interface Cursor {
  readonly nodeType: string
  /** Of one grammar: equal ids have equal types and are named alike. */
  readonly nodeTypeId: number
  readonly nodeIsNamed: boolean
  readonly nodeIsMissing: boolean
  readonly startIndex: number
  readonly endIndex: number
  readonly currentFieldName: string | null | undefined
  gotoFirstChild(): boolean
  gotoNextSibling(): boolean
  gotoParent(): boolean
}

interface Growing extends SyntaxNode {
  field?: string
  missing?: true
  children: SyntaxNode[]
}

export interface PlainTree {
  readonly root: SyntaxNode
  readonly errors: number
  readonly firstError: number
  readonly cut: number
}

/** Type and name of nodes by type id; asking a cursor costs more than looking. */
export type Symbols = Map<number, NodeSymbol>

interface NodeSymbol {
  readonly type: string
  readonly named: boolean
}

/**
 * Copies a tree into plain nodes without recursion, bounded in depth and nodes. Work is linear in the nodes seen.
 * `symbols` are those of the tree's grammar, and are filled.
 */
export function copyTree(
  cursor: Cursor,
  limits: Pick<ParseLimits, 'depth' | 'nodes'>,
  symbols: Symbols,
): PlainTree {
  const root = readNode(cursor, symbolOf(cursor, symbols), cursor.currentFieldName)
  const path: Growing[] = [root]
  const seen = { root, nodes: 1, errors: isError(root) ? 1 : 0, firstError: root.start, cut: 0 }
  const enter = (): void => {
    const symbol = symbolOf(cursor, symbols)
    const field = cursor.currentFieldName
    seen.nodes++
    if (!symbol.named && !hasName(field)) {
      if (cursor.nodeIsMissing && seen.errors++ === 0) seen.firstError = cursor.startIndex
      path.push(leftOut)
      return
    }
    const node = readNode(cursor, symbol, field)
    if (isError(node) && seen.errors++ === 0) seen.firstError = node.start
    const parent = path.at(-1)
    if (parent !== undefined && parent !== leftOut) {
      if (parent.children === none) parent.children = [node]
      else parent.children.push(node)
    }
    path.push(node)
  }
  for (;;) {
    if (cursor.gotoFirstChild()) {
      if (path.length < limits.depth) {
        enter()
        continue
      }
      seen.cut++
      cursor.gotoParent()
    }
    if (seen.nodes >= limits.nodes) return { ...seen, cut: seen.cut + 1 }
    for (;;) {
      if (path.length === 1) return seen
      path.pop()
      if (cursor.gotoNextSibling()) {
        enter()
        break
      }
      cursor.gotoParent()
    }
  }
}

/** Most nodes have no children; they share one list of none. */
const none: SyntaxNode[] = []
/** Stands for punctuation on the way down; nothing below it is kept. */
const leftOut: Growing = { type: '', named: false, start: 0, end: 0, children: none }

function readNode(cursor: Cursor, { type, named }: NodeSymbol, field: string | null | undefined): Growing {
  const start = cursor.startIndex
  const end = cursor.endIndex
  const node: Growing = { type, named, start, end, children: none }
  if (hasName(field)) node.field = field
  // What is missing takes no room.
  if (start === end && cursor.nodeIsMissing) node.missing = true
  return node
}

function hasName(field: string | null | undefined): field is string {
  return field !== null && field !== undefined && field !== ''
}

function symbolOf(cursor: Cursor, symbols: Symbols): NodeSymbol {
  const id = cursor.nodeTypeId
  const known = symbols.get(id)
  if (known !== undefined) return known
  const symbol = { type: cursor.nodeType, named: cursor.nodeIsNamed }
  symbols.set(id, symbol)
  return symbol
}

function isError(node: SyntaxNode): boolean {
  return node.type === 'ERROR' || node.missing === true
}

/** The problems of one parse, in the words of the port. */
export function problemsOf(tree: PlainTree, lines: Lines, left: number, shown: number): ParseProblem[] {
  const problems: ParseProblem[] = []
  if (tree.errors > 0)
    problems.push({ reason: 'syntax', line: lines.at(tree.firstError), count: tree.errors })
  if (tree.cut > 0) problems.push({ reason: 'depth', line: 1, count: tree.cut })
  if (left > 0) problems.push({ reason: 'size', line: lines.at(shown), count: left })
  return problems
}
