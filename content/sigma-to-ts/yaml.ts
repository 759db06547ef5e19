import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml'
import type { CST, Document, Node, ParsedNode, Scalar as ScalarNode } from 'yaml'
import type { Place, Problems } from './problem.js'

/** A parsed YAML value that knows where it stands. Whole numbers keep their digits, however long. */
export type Tree = Scalar | List | Mapping

export interface Scalar extends Place {
  readonly type: 'scalar'
  readonly value: string | number | boolean | null
  /** The value as text: digits of a number as YAML reads them, never in exponent form for whole numbers. */
  readonly text: string
  /** Columns before the first character of the text (its quote); undefined when the text is not written as it is. */
  readonly lead: number | undefined
}

export interface List extends Place {
  readonly type: 'list'
  readonly items: readonly Tree[]
}

export interface Mapping extends Place {
  readonly type: 'map'
  readonly entries: readonly Entry[]
}

/** One key of a mapping; the place is that of the key. */
export interface Entry extends Place {
  readonly key: string
  readonly value: Tree
}

/** Bounds of one rule file. */
export const fileCaps = {
  characters: 2_000_000,
  depth: 24,
  nodes: 100_000,
  aliases: 100,
  errors: 20,
} as const

/** Reads all documents of a file. A document with a YAML error is reported and left out. */
export function readDocuments(path: string, text: string, problems: Problems): Mapping[] {
  const start = { path, line: 1, column: 1 }
  if (text.length > fileCaps.characters) {
    problems.add(start, `the file is longer than ${fileCaps.characters} characters`, 'Split the file.')
    return []
  }
  const lines = new LineCounter()
  try {
    const documents = [...new Composer(options).compose(tokenize(text, lines))]
    return documents.flatMap((document) => readDocument(path, document, lines, problems))
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error
    const { line, col } = lines.linePos(error.at)
    problems.add({ path, line, column: col }, 'the document is nested too deep', 'Flatten the rule.')
    return []
  }
}

/**
 * Keys are compared below: the composer compares each with each, and 1 with "1" not at all.
 *
 * One schema whatever a `%YAML` line says: another one would read dates and octets as values Sigma does not have.
 */
const options = { intAsBigInt: true, uniqueKeys: false, schema: 'core', resolveKnownTags: false } as const

class TooDeep extends Error {
  readonly at: number
  constructor(at: number) {
    super()
    this.at = at
  }
}

/** The tokens of the parser, which nests without recursion; the composer after it does not, so depth is checked here. */
function* tokenize(text: string, lines: LineCounter): Generator<CST.Token> {
  lines.addNewLine(0)
  const parser = new Parser(lines.addNewLine)
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > 4 * fileCaps.depth) throw new TooDeep(parser.offset)
  }
  yield* parser.end()
}

function readDocument(
  path: string,
  document: Document.Parsed,
  lines: LineCounter,
  problems: Problems,
): Mapping[] {
  for (const error of document.errors.slice(0, fileCaps.errors)) {
    const { line, col } = lines.linePos(error.pos[0])
    problems.add({ path, line, column: col }, `YAML: ${error.message}`, 'Mend the YAML syntax.')
  }
  for (const warning of document.warnings.slice(0, fileCaps.errors)) {
    const { line, col } = lines.linePos(warning.pos[0])
    problems.add({ path, line, column: col }, `YAML: ${warning.message}`, 'Leave out the tag or directive.')
  }
  if (document.errors.length + document.warnings.length > 0) return []
  if (document.contents === null) return []
  const context: Context = { path, lines, document, problems, nodes: 0, aliases: 0 }
  const tree = convert(document.contents, context, 0)
  if (tree === undefined) return []
  if (tree.type === 'map') return [tree]
  if (tree.type === 'scalar' && tree.value === null) return []
  problems.add(
    tree,
    'the document is not a mapping',
    'A rule is a mapping with title, logsource and detection.',
  )
  return []
}

interface Context {
  readonly path: string
  readonly lines: LineCounter
  readonly document: Document.Parsed
  readonly problems: Problems
  nodes: number
  aliases: number
}

function convert(node: Node | null, context: Context, depth: number): Tree | undefined {
  const place = placeOf(node, context)
  if (++context.nodes > fileCaps.nodes || depth > fileCaps.depth) {
    if (context.nodes <= fileCaps.nodes + 1)
      context.problems.add(
        place,
        'the document is too large or nested too deep',
        'Split or flatten the rule.',
      )
    context.nodes = fileCaps.nodes + 2
    return undefined
  }
  if (isAlias(node)) {
    // Each is found by a walk over the document.
    if (++context.aliases > fileCaps.aliases) {
      if (context.aliases === fileCaps.aliases + 1)
        context.problems.add(
          place,
          `there are more than ${fileCaps.aliases} aliases`,
          'Write the values out.',
        )
      return undefined
    }
    const meant = node.resolve(context.document)
    if (meant === undefined) {
      context.problems.add(
        place,
        `the alias *${node.source} names nothing`,
        'Quote the value if a star is meant.',
      )
      return undefined
    }
    return convert(meant, context, depth + 1)
  }
  if (isSeq(node)) {
    const items: Tree[] = []
    for (const item of node.items) {
      const value = convert(item as Node | null, context, depth + 1)
      if (value === undefined) return undefined
      items.push(placed(value, place))
    }
    return { path: place.path, line: place.line, column: place.column, type: 'list', items }
  }
  if (isMap(node)) return convertMap(node.items as MapItem[], place, context, depth)
  return isScalar(node) ? scalar(node.value, place, leadOf(node)) : scalar(null, place, undefined)
}

/** A value that has no place of its own (an empty one) is told by that of what it stands in. */
function placed(value: Tree, { line, column }: Place): Tree {
  return value.line === 0 ? { ...value, line, column } : value
}

/** How far into a scalar its text begins; only when the text stands there letter by letter. */
function leadOf(node: ScalarNode): number | undefined {
  const lead = node.type === 'PLAIN' ? 0 : node.type?.startsWith('QUOTE') === true ? 1 : undefined
  if (lead === undefined) return undefined
  const [start = 0, end = 0] = node.range ?? []
  return end - start === String(node.value).length + 2 * lead ? lead : undefined
}

/** The place `at` characters into the text of a scalar, as far as the file has it letter by letter. */
export function within(value: Scalar, at: number): Place {
  return value.lead === undefined ? value : { ...value, column: value.column + value.lead + at }
}

interface MapItem {
  readonly key: Node
  readonly value: Node | null
}

function convertMap(
  items: readonly MapItem[],
  place: Place,
  context: Context,
  depth: number,
): Mapping | undefined {
  const entries: Entry[] = []
  const seen = new Set<string>()
  for (const item of items) {
    const value = convert(item.value ?? null, context, depth + 1)
    if (value === undefined) return undefined
    const at = placeOf(item.key, context)
    if (!isScalar(item.key) || (item.key.value === '<<' && item.key.type === 'PLAIN')) {
      const what = isScalar(item.key) ? 'merge keys (`<<`) are' : 'a key that is not a plain value is'
      context.problems.add(at, `${what} not part of Sigma`, 'Write the keys out.')
      return undefined
    }
    const key = textOf(item.key.value)
    if (seen.has(key)) {
      context.problems.add(
        at,
        `the key ${key} is there twice`,
        'Leave one of them out, or join their values.',
      )
      return undefined
    }
    seen.add(key)
    entries.push({ path: at.path, line: at.line, column: at.column, key, value: placed(value, at) })
  }
  return { path: place.path, line: place.line, column: place.column, type: 'map', entries }
}

/** Written out field by field: of a large set there are hundreds of thousands. */
function scalar(value: unknown, { path, line, column }: Place, lead: number | undefined): Scalar {
  const plain = typeof value === 'bigint' ? Number(value) : isPlain(value) ? value : null
  return { path, line, column, type: 'scalar', value: plain, text: textOf(value), lead }
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'bigint' || isPlain(value) ? String(value) : ''
}

/** Line 0 stands for a value that has no place of its own (an empty one); the key lends it its own. */
function placeOf(node: Node | ParsedNode | null, context: Context): Place {
  const offset = node?.range?.[0]
  if (offset === undefined) return { path: context.path, line: 0, column: 0 }
  const { line, col } = context.lines.linePos(offset)
  return { path: context.path, line, column: col }
}

/** The entry of a key, or undefined. */
export function entry(map: Mapping, key: string): Entry | undefined {
  return map.entries.find((candidate) => candidate.key === key)
}
