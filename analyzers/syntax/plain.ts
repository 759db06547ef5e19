import type { Lines } from './lines.js'
import type { SyntaxNode } from './node.js'
import type { ParseLimits, ParseProblem } from './grammar.js'

/** What both engines' cursors can do; all that is needed to copy a tree out. */
export interface Cursor {
  readonly nodeType: string
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
  readonly children: SyntaxNode[]
}

export interface PlainTree {
  readonly root: SyntaxNode
  readonly errors: number
  readonly firstError: number
  readonly cut: number
}

/** Copies a tree into plain nodes without recursion, bounded in depth and nodes. Work is linear in the nodes seen. */
export function copyTree(cursor: Cursor, limits: Pick<ParseLimits, 'depth' | 'nodes'>): PlainTree {
  const root = readNode(cursor)
  const path: Growing[] = [root]
  const seen = { root, nodes: 1, errors: isError(root) ? 1 : 0, firstError: root.start, cut: 0 }
  const enter = (): void => {
    const node = readNode(cursor)
    seen.nodes++
    if (isError(node) && seen.errors++ === 0) seen.firstError = node.start
    if (node.named || node.field !== undefined) path.at(-1)?.children.push(node)
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

function readNode(cursor: Cursor): Growing {
  const field = cursor.currentFieldName
  return {
    type: cursor.nodeType,
    named: cursor.nodeIsNamed,
    ...(field === null || field === undefined || field === '' ? {} : { field }),
    ...(cursor.nodeIsMissing ? { missing: true as const } : {}),
    start: cursor.startIndex,
    end: cursor.endIndex,
    children: [],
  }
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
