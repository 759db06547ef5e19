import type { Node, Pair } from 'yaml'
import type { Data, Member } from './data.js'
import { maxDepth } from './depth.js'
import { createLines, createMeter } from './count.js'

/** YAML 1.2 core, the first document of a stream. Aliases are followed within the bound on values; tags are ignored. */
export async function parseYaml(text: string): Promise<Data> {
  const yaml = await import('yaml')
  const [document] = yaml.parseAllDocuments(text, { strict: false, uniqueKeys: false, logLevel: 'silent' })
  if (document === undefined || !('contents' in document)) return { kind: 'scalar', value: null, line: 1 }
  const [error] = document.errors
  if (error !== undefined) throw new Error(`line ${error.linePos?.[0].line ?? 1}: ${error.message}`)
  const lineOf = createLines(text)
  const count = createMeter()
  // The library looks an alias up by walking the whole document, which 20,000 aliases make a matter of minutes.
  const anchors = new Map<string, Node>()

  function fromNode(node: Node | null | undefined, depth: number): Data {
    count()
    if (depth > maxDepth) throw new RangeError(`more than ${maxDepth} values within each other`)
    const line = lineOf(node?.range?.[0] ?? 0)
    if (yaml.isAlias(node)) return fromNode(anchors.get(node.source), depth + 1)
    if (node?.anchor !== undefined) anchors.set(node.anchor, node)
    if (yaml.isMap(node))
      return {
        kind: 'map',
        members: node.items.map((pair) => fromPair(pair as Pair<Node, Node>, depth)),
        line,
      }
    if (yaml.isSeq(node))
      return { kind: 'list', items: node.items.map((item) => fromNode(item as Node, depth + 1)), line }
    return { kind: 'scalar', value: scalar(yaml.isScalar(node) ? node.value : null), line }
  }

  function fromPair({ key, value }: Pair<Node, Node>, depth: number): Member {
    const name = yaml.isScalar(key) ? String(key.value) : '?'
    return { key: name, line: lineOf(key.range?.[0] ?? 0), value: fromNode(value, depth + 1) }
  }

  return fromNode(document.contents, 0)
}

function scalar(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return typeof value === 'bigint' ? String(value) : null
}
