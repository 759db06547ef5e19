import type { Data } from './data.js'
import { fromPlain } from './json.js'
import { createMeter } from './count.js'

/** TOML 1.0. The parser gives no positions; lines are those where a table's header or a key stands. */
export async function parseToml(text: string): Promise<Data> {
  const { parse } = await import('smol-toml')
  const lines = tomlLines(text)
  return fromPlain(parse(text, { integersAsBigInt: 'asNeeded' }), createMeter(), (path) =>
    lineOf(lines, path),
  )
}

/** The line of a path, or of the nearest thing above it that has one. */
function lineOf(lines: ReadonlyMap<string, number>, path: readonly string[]): number {
  for (let length = path.length; length > 0; length--) {
    const line = lines.get(path.slice(0, length).join('\0'))
    if (line !== undefined) return line
  }
  return 1
}

const bare = /^[\w-]+$/

/** Path of keys, joined by NUL -> line of its first mention. */
function tomlLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  const counts = new Map<string, number>()
  let table: readonly string[] = []
  let list: OpenList | undefined
  for (const [index, line] of text.split('\n').entries()) {
    if (list !== undefined) {
      list = readOn(list, line, index + 1, lines)
      continue
    }
    const header = /^\s*(\[\[?)\s*([^\]#]+?)\s*\]\]?\s*(#.*)?$/.exec(line)
    if (header !== null) {
      table = keys(header[2] ?? '')
      if (header[1] === '[[') table = [...table, String(next(counts, table.join('\0')))]
      note(lines, table, index + 1)
      continue
    }
    const key = /^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=/.exec(line)?.[1]
    if (key === undefined) continue
    const path = [...table, ...keys(key)]
    note(lines, path, index + 1)
    const value = line.slice(line.indexOf('=') + 1)
    if (/^\s*\[[^\]]*$/.test(value)) list = readOn({ path, count: 0 }, value, index + 1, lines)
  }
  return lines
}

/** A list of texts that goes on over several lines. */
interface OpenList {
  readonly path: readonly string[]
  readonly count: number
}

function readOn(
  list: OpenList,
  line: string,
  number: number,
  lines: Map<string, number>,
): OpenList | undefined {
  const texts = line.match(/"(?:[^"\\]|\\.)*"|'[^']*'/g) ?? []
  for (const [index] of texts.entries()) note(lines, [...list.path, String(list.count + index)], number)
  const rest = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'|#.*$/g, '')
  return rest.includes(']') ? undefined : { ...list, count: list.count + texts.length }
}

function keys(path: string): string[] {
  return (path.match(/"[^"]*"|'[^']*'|[^.\s"']+/g) ?? []).map((key) =>
    bare.test(key) ? key : key.slice(1, -1),
  )
}

function next(counts: Map<string, number>, key: string): number {
  const count = counts.get(key) ?? 0
  counts.set(key, count + 1)
  return count
}

function note(lines: Map<string, number>, path: readonly string[], line: number): void {
  for (let length = 1; length <= path.length; length++) {
    const key = path.slice(0, length).join('\0')
    if (!lines.has(key)) lines.set(key, line)
  }
}
