import type { CallInput, Value } from './nouns.js'
import { asText } from './values.js'

/** Texts of one schema that are kept, and how deep it is looked at. */
const most = { texts: 256, depth: 8 }
/** Members of a JSON Schema that hold words (JSON Schema 2020-12, validation, 9). */
const spoken: ReadonlySet<string> = new Set(['description', 'title', 'default', 'const', '$comment'])
const listed: ReadonlySet<string> = new Set(['enum', 'examples', 'default'])

/** Libraries whose calls give schemas, by the first part of a name: what their parts say is kept in what they give. */
const builders =
  /^(?:zod|z\b|yup|joi|valibot|arktype|superstruct|pydantic|fastmcp|mcp|typing|typebox|@sinclair\/)/i

/** What a schema says in words besides the name and the description of what it is of; each text once. */
export function schemaTexts(schemas: readonly (Value | undefined)[]): readonly string[] {
  const texts = new Set<string>()
  for (const schema of schemas) collect(schema, texts, most.depth)
  return [...texts]
}

function collect(value: Value | undefined, texts: Set<string>, depth: number): void {
  if (value === undefined || depth === 0 || texts.size >= most.texts) return
  for (const said of value.said ?? []) texts.add(said)
  for (const item of value.items ?? []) collect(item, texts, depth - 1)
  for (const [key, part] of value.shape ?? []) {
    const text = asText(part)
    if (text !== undefined && spoken.has(key)) texts.add(text)
    else if (part.items !== undefined && listed.has(key))
      for (const item of part.items.slice(0, 32)) add(texts, asText(item))
    else collect(part, texts, depth - 1)
  }
}

/**
 * What the schema says that a call of a schema library gives: `z.string().describe("…")`, `Field(description="…")`, and
 * whatever holds such parts; undefined for any other call.
 */
export function saidBy(
  name: string,
  method: string | undefined,
  { args, named, receiver }: CallInput,
): readonly string[] | undefined {
  if (!builders.test(name) && receiver?.said === undefined) return undefined
  const texts = new Set<string>(receiver?.said)
  if (method === 'describe') add(texts, args[0] === undefined ? undefined : asText(args[0]))
  for (const key of spoken) add(texts, text(named.get(key)))
  for (const value of [...args, ...named.values()]) collect(value, texts, most.depth)
  return texts.size === 0 ? undefined : [...texts]
}

function text(value: Value | undefined): string | undefined {
  return value === undefined ? undefined : asText(value)
}

function add(texts: Set<string>, one: string | undefined): void {
  if (one !== undefined && texts.size < most.texts) texts.add(one)
}

/** Members of a tool's declaration in which schemas stand. */
const places = [
  'inputSchema',
  'input_schema',
  'InputSchema',
  'outputSchema',
  'parameters',
  'paramsSchema',
  'annotations',
  '_meta',
]

/** The schemas of a declaration that is an object. */
export function schemasIn(shape: ReadonlyMap<string, Value> | undefined): readonly (Value | undefined)[] {
  return [...places.map((place) => shape?.get(place)), titleIn(shape)]
}

function titleIn(shape: ReadonlyMap<string, Value> | undefined): Value | undefined {
  const title = shape?.get('title')
  return title === undefined ? undefined : { shape: new Map([['title', title]]) }
}
