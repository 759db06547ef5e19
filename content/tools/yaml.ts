import { isMap, isScalar, LineCounter, parseAllDocuments } from 'yaml'
import type { Document, Node } from 'yaml'
import type { PackProblem } from './problem.js'

/** One YAML document of a pack file as a plain value, able to say where a part of it stands. */
export interface YamlDocument {
  readonly path: string
  readonly value: unknown
  readonly node: Document
  /** Place of the value at a path of keys; of the nearest thing above it when it is missing. */
  at(...keys: readonly (string | number)[]): Place
  /** Place of a node of the document. */
  placeOf(node: unknown): Place
}

export interface Place {
  readonly path: string
  readonly line: number
  readonly column: number
}

const characters = 2_000_000

/** Reads all documents of a YAML file (core schema, no custom tags, few aliases). Syntax errors are collected. */
export function readYaml(path: string, text: string, problems: PackProblem[]): YamlDocument[] {
  const add = (line: number, column: number, detail: string): void => {
    problems.push({ severity: 'error', path, line, column, detail, mend: 'Mend the YAML.' })
  }
  if (text.length > characters) {
    add(1, 1, `the file is longer than ${characters} characters`)
    return []
  }
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })
  const documents = (Array.isArray(parsed) ? parsed : []) as Document.Parsed[]
  return documents.flatMap((node) => {
    const [error] = node.errors
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0])
      add(line, col, `YAML: ${error.message}`)
      return []
    }
    if (node.contents === null) return []
    try {
      return [wrap(path, node, lines, node.toJS({ maxAliasCount: 50 }) as unknown)]
    } catch (failure) {
      add(1, 1, `YAML: ${failure instanceof Error ? failure.message : 'it cannot be read'}`)
      return []
    }
  })
}

function wrap(path: string, node: Document.Parsed, lines: LineCounter, value: unknown): YamlDocument {
  const placeOf = (part: unknown): Place => {
    const offset = (part as Partial<Node> | null | undefined)?.range?.[0]
    if (offset === undefined) return { path, line: 1, column: 1 }
    const { line, col } = lines.linePos(offset)
    return { path, line, column: col }
  }
  return {
    path,
    value,
    node,
    placeOf,
    at: (...keys) => {
      for (let length = keys.length; length > 0; length--) {
        const within = node.getIn(keys.slice(0, length - 1), true)
        const key = keys[length - 1]
        const holder = length === 1 ? node.contents : within
        const pair = isMap(holder)
          ? holder.items.find((item) => isScalar(item.key) && item.key.value === key)
          : undefined
        const found = pair?.key ?? node.getIn(keys.slice(0, length), true)
        if (found !== undefined && found !== null) return placeOf(found)
      }
      return placeOf(node.contents)
    },
  }
}
