import type { CallInput, Closure, Shape, Value } from './nouns.js'
import { schemasIn, schemaTexts } from './schema-texts.js'
import { asText } from './values.js'

export interface FoundTool {
  readonly name: string
  readonly description: string
  readonly type: 'tool' | 'prompt' | 'resource'
  /** What its schemas say to whoever calls it. */
  readonly texts?: readonly string[]
}

/** Last names of calls by which MCP libraries register what a server offers. */
const registers: Readonly<Record<string, FoundTool['type']>> = {
  tool: 'tool',
  registerTool: 'tool',
  addTool: 'tool',
  add_tool: 'tool',
  AddTool: 'tool',
  define_tool: 'tool',
  Tool: 'tool',
  McpTool: 'tool',
  withTool: 'tool',
  prompt: 'prompt',
  McpPrompt: 'prompt',
  withPrompt: 'prompt',
  registerPrompt: 'prompt',
  resource: 'resource',
  McpResource: 'resource',
  withResource: 'resource',
  registerResource: 'resource',
}

/**
 * A tool that a call declares: `server.tool(name, description, …)`, `registerTool(name, {description})`, `Tool(name=…)`; or with
 * what does its work in front, `withTool(handler, name, description)`.
 */
export function findTool(callee: string, input: CallInput): FoundTool | undefined {
  const type = registerType(callee)
  if (type === undefined) return undefined
  const isHandler = (value: Value | undefined): boolean =>
    value !== undefined && asText(value) === undefined && (value.closure ?? value.items) !== undefined
  const [first, second] = isHandler(input.args[0]) ? input.args.slice(1) : input.args
  const shapes = [first?.shape, second?.shape]
  const config = shapes.find((shape) => nameIn(shape) ?? descriptionIn(shape))
  const text = (value: Value | undefined): string | undefined =>
    value === undefined ? undefined : asText(value)
  const name = text(input.named.get('name')) ?? text(nameIn(config)) ?? text(first)
  const description = text(input.named.get('description')) ?? text(descriptionIn(config)) ?? text(second)
  if (name === undefined || description === undefined) return undefined
  const given = [config, input.named].flatMap(schemasIn)
  return { name, description, type, texts: schemaTexts([...given, ...parameters(input, config)]) }
}

/** `tool(name, description, {parameter: schema}, handler)`: an argument that is a schema, or holds one for each parameter. */
function parameters({ args }: CallInput, config: Shape | undefined): readonly Value[] {
  return args.filter(({ shape, said }) => said !== undefined || (shape !== undefined && shape !== config))
}

/** Fields of an exported kind begin with a capital in Go. */
function nameIn(shape: Shape | undefined): Value | undefined {
  return shape?.get('name') ?? shape?.get('Name')
}

function descriptionIn(shape: Shape | undefined): Value | undefined {
  return shape?.get('description') ?? shape?.get('Description')
}

/** A literal that looks like an entry of a tools/list answer: name, description and input schema. */
export function toolOfShape(shape: ReadonlyMap<string, Value>): FoundTool | undefined {
  const [name, description] = [shape.get('name'), shape.get('description')].map((value) =>
    value === undefined ? undefined : asText(value),
  )
  if (
    name === undefined ||
    description === undefined ||
    !(shape.has('inputSchema') || shape.has('input_schema'))
  )
    return undefined
  return { name, description, type: 'tool', texts: schemaTexts(schemasIn(shape)) }
}

export function registerType(callee: string): FoundTool['type'] | undefined {
  const last = callee.slice(callee.lastIndexOf('.') + 1)
  return Object.hasOwn(registers, last) ? registers[last] : undefined
}

/** Classes of MCP libraries that a tool is a class below. */
const toolClasses =
  /^(?:MCP::Tool|FastMcp::Tool|ActionTool::Base|ApplicationTool|ApplicationMCPTool|ActionMCP::Tool)$/

/** A tool that is a class, and the methods that do its work. */
export function toolOfClass(
  base: string | undefined,
  name: string,
  shape: Shape,
): { readonly tool: FoundTool; readonly work: readonly Closure[] } | undefined {
  if (base === undefined || !toolClasses.test(base)) return undefined
  const [own, description] = [shape.get('tool_name'), shape.get('description')].map((value) =>
    value === undefined ? undefined : asText(value),
  )
  const work = ['call', 'perform'].flatMap((method) => shape.get(method)?.closure ?? [])
  if (work.length === 0) return undefined
  return { tool: { name: own ?? name, description: description ?? '', type: 'tool' }, work }
}
