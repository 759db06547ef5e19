import { ClawbackError } from '@clawback/model'
import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml'
import type { Node, YAMLMap } from 'yaml'

/** A place in a YAML file: reads values with their line, so that every complaint names `file:line`. */
export interface Place {
  readonly where: string
  /** The place of a member; undefined when it is not there. */
  at(name: string): Place | undefined
  /** Complains about members that nobody knows: a misspelt setting is an error, not a default. */
  only(...names: string[]): void
  text(): string
  number(): number
  list(): readonly Place[]
  names(): readonly string[]
  /** The value as plain data. */
  plain(): unknown
  wrong(detail: string, mend?: string): ClawbackError
}

/** Opens a YAML text (YAML 1.2). Throws INPUT_MALFORMED with file:line. Aliases are bounded by the library. */
export function openYaml(path: string, text: string): Place {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const [error] = document.errors
  if (error !== undefined) {
    const line = lines.linePos(error.pos[0]).line
    throw malformed(`${path}:${line}`, error.message, 'Write it as YAML.')
  }
  const lineOf = (node: Node | null | undefined): number =>
    node?.range === undefined || node.range === null ? 1 : lines.linePos(node.range[0]).line
  const plainOf = (node: unknown): unknown =>
    isMap(node) || isSeq(node) || isScalar(node)
      ? (node.toJS(document, { maxAliasCount: 100 }) as unknown)
      : null

  const place = (node: unknown, fallbackLine: number): Place => {
    const line = isMap(node) || isSeq(node) || isScalar(node) ? lineOf(node) : fallbackLine
    const where = `${path}:${line}`
    const wrong = (detail: string, mend = 'See docs/guard.md.'): ClawbackError =>
      malformed(where, detail, mend)
    const map = (): YAMLMap => {
      if (isMap(node)) return node
      throw wrong('a mapping is expected here')
    }
    return {
      where,
      wrong,
      at: (name) => {
        const pair = map().items.find((item) => isScalar(item.key) && item.key.value === name)
        if (pair === undefined || pair.value === null) return undefined
        return place(pair.value, isScalar(pair.key) ? lineOf(pair.key) : line)
      },
      only: (...names) => {
        for (const { key } of map().items) {
          const name = isScalar(key) ? String(key.value) : '?'
          if (!names.includes(name))
            throw malformed(
              `${path}:${lineOf(isScalar(key) ? key : undefined)}`,
              `${name} is not a setting`,
              `Known here: ${names.join(', ')}.`,
            )
        }
      },
      text: () => {
        if (isScalar(node) && typeof node.value === 'string' && node.value !== '') return node.value
        throw wrong('text is expected here')
      },
      number: () => {
        if (isScalar(node) && typeof node.value === 'number') return node.value
        throw wrong('a number is expected here')
      },
      list: () => {
        if (isSeq(node)) return node.items.map((item) => place(item, line))
        throw wrong('a list is expected here')
      },
      names: () => map().items.map(({ key }) => (isScalar(key) ? String(key.value) : '')),
      plain: () => plainOf(node),
    }
  }
  return place(document.contents, 1)
}

function malformed(where: string, detail: string, mend: string): ClawbackError {
  return new ClawbackError('INPUT_MALFORMED', { where, detail, mend })
}
