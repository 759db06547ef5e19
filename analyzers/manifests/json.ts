import type { Node, ParseError } from 'jsonc-parser'
import type { Data } from './data.js'
import { createLines, createMeter } from './count.js'

/** JSON with comments and trailing commas; when that fails, JSON5 (whose lines are then unknown and given as 1). */
export async function parseJson(text: string): Promise<Data> {
  const { parseTree, printParseErrorCode } = await import('jsonc-parser')
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true })
  const [error] = errors
  if (root !== undefined && error === undefined) return fromNode(root, createLines(text), createMeter())
  const loose = await parseJson5(text)
  if (loose !== undefined) return loose
  const line = createLines(text)(error?.offset ?? 0)
  throw new Error(`line ${line}: ${error === undefined ? 'empty' : printParseErrorCode(error.error)}`)
}

function fromNode(node: Node, lineOf: (offset: number) => number, count: () => void): Data {
  count()
  const line = lineOf(node.offset)
  const children = node.children ?? []
  if (node.type === 'array')
    return { kind: 'list', items: children.map((child) => fromNode(child, lineOf, count)), line }
  if (node.type !== 'object')
    return { kind: 'scalar', value: node.value as string | number | boolean | null, line }
  const members = children.flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined
      ? []
      : [{ key: String(key.value), line: lineOf(key.offset), value: fromNode(value, lineOf, count) }],
  )
  return { kind: 'map', members, line }
}

async function parseJson5(text: string): Promise<Data | undefined> {
  const { default: json5 } = await import('json5')
  try {
    return fromPlain(json5.parse(text), createMeter(), () => 1)
  } catch (error) {
    if (error instanceof RangeError) throw error
    return undefined
  }
}

/** A parsed value without positions; `lineOf` is asked with the path of keys. */
export function fromPlain(
  value: unknown,
  count: () => void,
  lineOf: (path: readonly string[]) => number,
  path: readonly string[] = [],
): Data {
  count()
  const line = lineOf(path)
  if (Array.isArray(value))
    return {
      kind: 'list',
      items: value.map((item, index) => fromPlain(item, count, lineOf, [...path, String(index)])),
      line,
    }
  if (value instanceof Date) return { kind: 'scalar', value: value.toISOString(), line }
  if (typeof value === 'object' && value !== null)
    return {
      kind: 'map',
      members: Object.entries(value).map(([key, inner]) => {
        const inside = [...path, key]
        return { key, line: lineOf(inside), value: fromPlain(inner, count, lineOf, inside) }
      }),
      line,
    }
  return { kind: 'scalar', value: scalar(value), line }
}

function scalar(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return typeof value === 'bigint' ? String(value) : null
}
