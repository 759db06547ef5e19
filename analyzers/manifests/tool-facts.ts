import { canonicalJson, sha256 } from '@clawback/model'
import type { Fact } from '@clawback/model'
import { items, member, members, plain, string, text } from './data.js'
import type { Data } from './data.js'
import { fact, fieldFact } from './reading.js'
import type { ManifestReading } from './reading.js'

/** Tools of one file that are kept. */
const mostTools = 512
/** How deep descriptions are looked for in an input schema. */
const schemaDepth = 8

/** The MCP tools that a file lists (a tools/list answer, or the bare list), with what their schemas say in prose. */
export function* toolFacts(reading: ManifestReading, data: Data): Generator<Fact> {
  const list = listOf(data)
  if (string(member(data, 'nextCursor') ?? member(member(data, 'result'), 'nextCursor')) !== undefined)
    yield reading.context.gap('tools-partial', reading.path, 'the list goes on elsewhere (nextCursor)', true)
  if (items(list).length > mostTools)
    yield reading.context.gap('limit', reading.path, `only the first ${mostTools} tools were kept`, true)
  for (const tool of items(list).slice(0, mostTools)) {
    const name = string(member(tool, 'name'))
    if (name === undefined) continue
    const description = string(member(tool, 'description')) ?? ''
    const schema = member(tool, 'inputSchema') ?? member(tool, 'input_schema') ?? member(tool, 'parameters')
    yield fact(reading, 'tool.describe', tool.line, {
      'gen_ai.tool.name': name,
      'gen_ai.tool.description': description,
      'gen_ai.tool.description.digest': sha256(description),
      'gen_ai.tool.schema.digest': schema === undefined ? undefined : sha256(canonicalJson(plain(schema))),
      'text.content': textIn(tool),
      'gen_ai.tool.annotations': members(member(tool, 'annotations')).map(
        (hint) => `${hint.key}=${text(hint.value) ?? ''}`,
      ),
    })
    if (schema !== undefined) yield* schemaFacts(reading, `tools.${name}.inputSchema`, schema, schemaDepth)
  }
}

/** What a model reads of a tool besides its name and description: words in its schemas, choices, titles. */
function textIn(tool: Data): string | undefined {
  const texts: string[] = []
  const visit = (data: Data, depth: number): void => {
    if (depth === 0 || texts.length >= mostTexts) return
    for (const one of members(data)) {
      const said = string(one.value)
      if (said !== undefined && spoken.has(one.key)) texts.push(said)
      else if (one.value.kind === 'list' && listed.has(one.key))
        texts.push(
          ...items(one.value)
            .flatMap((item) => string(item) ?? [])
            .slice(0, 32),
        )
      else if (one.value.kind === 'list')
        for (const item of items(one.value).slice(0, 32)) visit(item, depth - 1)
      else if (one.value.kind === 'map') visit(one.value, depth - 1)
    }
  }
  for (const name of ['inputSchema', 'input_schema', 'parameters', 'outputSchema', 'annotations', '_meta']) {
    const part = member(tool, name)
    if (part !== undefined) visit(part, schemaDepth)
  }
  const title = string(member(tool, 'title'))
  if (title !== undefined) texts.push(title)
  return texts.length === 0 ? undefined : texts.join('\n')
}

/** Texts of one tool that are kept. */
const mostTexts = 256
const spoken: ReadonlySet<string> = new Set(['description', 'title', 'default', 'const', '$comment'])
const listed: ReadonlySet<string> = new Set(['enum', 'examples', 'default'])

function listOf(data: Data): Data | undefined {
  return data.kind === 'list' ? data : (member(data, 'tools') ?? member(member(data, 'result'), 'tools'))
}

/** Whether a file says by its content that it lists MCP tools: what has a name and a schema of its input. */
export function isToolList(data: Data): boolean {
  return items(listOf(data)).some(
    (tool) => string(member(tool, 'name')) !== undefined && member(tool, 'inputSchema')?.kind === 'map',
  )
}

/** Descriptions, defaults and the like of a schema: a model reads them as it reads the tool's own. */
function* schemaFacts(reading: ManifestReading, key: string, schema: Data, depth: number): Generator<Fact> {
  if (depth === 0) return
  for (const one of members(schema)) {
    const said = string(one.value)
    if (said !== undefined && ['description', 'title', 'default', 'const', '$comment'].includes(one.key))
      yield fieldFact(reading, `${key}.${one.key}`, said, one.line)
    else if (one.value.kind === 'map') yield* schemaFacts(reading, `${key}.${one.key}`, one.value, depth - 1)
  }
}
