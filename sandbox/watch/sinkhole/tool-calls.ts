import { randomBytes } from 'node:crypto'
import { asRecord, parseJson } from './json.js'

/** A tool that a model asks for, with arguments that fit its schema. */
export interface ToolCall {
  readonly name: string
  readonly input: unknown
}

/** A fresh identifier in the manner of model interfaces. */
export function modelId(prefix: string): string {
  return `${prefix}${randomBytes(12).toString('hex')}`
}

/**
 * The tool that the answer to a request asks for: the one the request insists on, else the first it offers. Undefined
 * when it offers none that the caller would run, forbids them, or brings the result of one: then the model is done.
 */
export function callOf(body: Buffer): ToolCall | undefined {
  const request = asRecord(parseJson(body))
  const choice = asRecord(request['tool_choice'])
  if (request['tool_choice'] === 'none' || choice['type'] === 'none') return undefined
  if (hasResult(request['messages']) || hasResult(request['input'])) return undefined
  const tools = Array.isArray(request['tools']) ? request['tools'].slice(0, 64).map(readTool) : []
  const wanted = choice['name'] ?? asRecord(choice['function'])['name']
  const tool = tools.find((one) => one?.name === wanted) ?? tools.find((one) => one !== undefined)
  return tool && { name: tool.name, input: fill(tool.schema, '', 0) }
}

/** A tool that runs with the caller; those that run with the model (searches) have no schema. */
function readTool(tool: unknown): { readonly name: string; readonly schema: unknown } | undefined {
  const record = { ...asRecord(tool), ...asRecord(asRecord(tool)['function']) }
  const schema = record['input_schema'] ?? record['parameters']
  const name = record['name']
  return typeof name === 'string' && schema !== undefined ? { name: name.slice(0, 200), schema } : undefined
}

/** Whether a conversation holds the result of a tool: as a message, a part of one, or an item. */
function hasResult(items: unknown): boolean {
  if (!Array.isArray(items)) return false
  return items.slice(-64).some((item) => {
    const { role, type, content } = asRecord(item)
    return role === 'tool' || type === 'function_call_output' || type === 'tool_result' || hasResult(content)
  })
}

/** Harmless values by the name of a member, for the first pattern that fits it. */
const likely: readonly (readonly [RegExp, string])[] = [
  [/url|uri|link|endpoint/i, 'https://example.com/'],
  [/path|file|dir|folder/i, 'README.md'],
  [/command|cmd|script|code|shell/i, 'echo ok'],
  [/mail/i, 'dana@whitfield.example'],
  [/date|time/i, '2024-05-01T09:00:00Z'],
  [/query|search|text|prompt|question|message|content/i, 'status of the billing service'],
]

const deepest = 6

/** A value that fits a JSON schema, as far as its plain keywords say; `name` is the member it is for. */
function fill(schema: unknown, name: string, depth: number): unknown {
  const record = asRecord(schema)
  const { enum: values, anyOf, oneOf, allOf } = record
  const given =
    record['const'] ??
    record['default'] ??
    (Array.isArray(values) ? (values as readonly unknown[])[0] : undefined)
  if (given !== undefined) return given
  const inner = [anyOf, oneOf, allOf].find((list) => Array.isArray(list) && list.length > 0)
  if (Array.isArray(inner) && depth < deepest) return fill(inner[0], name, depth + 1)
  const { type: types } = record
  const type = Array.isArray(types) ? (types as readonly unknown[])[0] : types
  switch (type) {
    case 'integer':
    case 'number':
      return record['minimum'] ?? 1
    case 'boolean':
      return true
    case 'null':
      return null
    case 'array':
      return depth < deepest ? [fill(record['items'], name, depth + 1)] : []
    case 'string':
      return likely.find(([pattern]) => pattern.test(name))?.[1] ?? 'example'
    default:
      return fillObject(record, depth)
  }
}

function fillObject(schema: Readonly<Record<string, unknown>>, depth: number): object {
  const members = asRecord(schema['properties'])
  const names = Array.isArray(schema['required']) ? schema['required'] : Object.keys(members)
  if (depth >= deepest) return {}
  return Object.fromEntries(
    names
      .slice(0, 64)
      .filter((one) => typeof one === 'string')
      .map((one) => [one, fill(members[one], one, depth + 1)]),
  )
}
