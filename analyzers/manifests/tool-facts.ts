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
      'gen_ai.tool.annotations': members(member(tool, 'annotations')).map(
        (hint) => `${hint.key}=${text(hint.value) ?? ''}`,
      ),
    })
    if (schema !== undefined) yield* schemaFacts(reading, `tools.${name}.inputSchema`, schema, schemaDepth)
  }
}

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
