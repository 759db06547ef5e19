import { numberOf, textOf } from '@clawback/ledger'
import type { Row, Verbs } from '@clawback/ledger'
import type { GraphEdge } from '../ports.js'
import { chunks } from './sql.js'

/** Steps a path or a blast radius may have. */
const deepest = 12
/** Everything reachable from one node; one parameter. */
export const reachable: string = `
  WITH RECURSIVE reach (node, depth) AS (
    VALUES (?, 0)
    UNION
    SELECT edge.dst, reach.depth + 1 FROM edge JOIN reach ON edge.src = reach.node WHERE reach.depth < ${deepest}
    LIMIT 20000
  )
  SELECT node, min(depth) AS depth FROM reach GROUP BY node HAVING min(depth) > 0 ORDER BY depth, node LIMIT 5000`

/** Breadth first, one query per step: the graph is wide and its paths are short. */
export async function shortest(
  ledger: Pick<Verbs, 'all'>,
  from: string,
  to: string,
): Promise<readonly GraphEdge[] | undefined> {
  const cameBy = new Map<string, GraphEdge | undefined>([[from, undefined]])
  let front = [from]
  for (
    let depth = 0;
    depth < deepest && front.length > 0 && !cameBy.has(to) && cameBy.size < 20_000;
    depth++
  ) {
    const next: string[] = []
    for (const some of chunks(front, 500))
      for (const row of await ledger.all(
        'SELECT * FROM edge WHERE src IN (SELECT value FROM json_each(?)) ORDER BY src, kind, dst',
        [JSON.stringify(some)],
      )) {
        const edge = edgeOf(row)
        if (cameBy.has(edge.dst)) continue
        cameBy.set(edge.dst, edge)
        next.push(edge.dst)
      }
    front = next
  }
  if (!cameBy.has(to)) return undefined
  const path: GraphEdge[] = []
  for (let at = cameBy.get(to); at !== undefined; at = cameBy.get(at.src)) path.unshift(at)
  return path
}

export function edgeOf(row: Row): GraphEdge {
  return {
    src: textOf(row, 'src'),
    kind: textOf(row, 'kind'),
    dst: textOf(row, 'dst'),
    first: textOf(row, 'first'),
    last: textOf(row, 'last'),
    count: numberOf(row, 'count'),
  }
}
