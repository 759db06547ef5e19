import { isObject, listMember, member, numberMember, objectMember, textMember } from './json.js'
import type { JsonObject } from './json.js'
import type { RpcMessage } from './jsonrpc.js'
import type { Implementation } from './mcp-client.js'
import { parseTraceparent } from './traceparent.js'
import type { TraceParent } from './traceparent.js'

/** What a server says of itself, in the answer to `initialize` or `server/discover`. All of it is a claim. */
export interface McpServerClaim {
  readonly name?: string
  readonly version?: string
  readonly protocolVersions: readonly string[]
  readonly capabilities: JsonObject
  /** Text meant for the model. */
  readonly instructions?: string
}

/** Reads the answer to either opening. Never throws; what is missing stays out. */
export function readServer(result: unknown): McpServerClaim {
  const meta = objectMember(result, '_meta')
  const info = objectMember(result, 'serverInfo') ?? objectMember(meta, 'io.modelcontextprotocol/serverInfo')
  const chosen = textMember(result, 'protocolVersion')
  return {
    ...optionalText('name', textMember(info, 'name')),
    ...optionalText('version', textMember(info, 'version')),
    protocolVersions:
      chosen === undefined
        ? listMember(result, 'supportedVersions').filter((v): v is string => typeof v === 'string')
        : [chosen],
    capabilities: objectMember(result, 'capabilities') ?? {},
    ...optionalText('instructions', textMember(result, 'instructions')),
  }
}

/** A tool, prompt or resource as a server declares it. */
export interface McpDeclaration {
  readonly name: string
  readonly title?: string
  readonly description?: string
  readonly uri?: string
  /** `inputSchema` of tools; `arguments` of prompts, as they came. */
  readonly schema?: unknown
  readonly outputSchema?: unknown
  readonly annotations: JsonObject
  /** The entry as it came. */
  readonly raw: JsonObject
}

export type McpListing = 'tools' | 'prompts' | 'resources' | 'resourceTemplates'

export interface McpList {
  readonly items: readonly McpDeclaration[]
  readonly nextCursor?: string
  /** Milliseconds the list may be cached (2026-07-28). */
  readonly ttlMs?: number
  /** Entries that were no object with a name. */
  readonly refused: number
}

/** Reads one page of a list answer. At most `limit` entries; the rest count as refused. */
export function readList(listing: McpListing, result: unknown, limit: number = 1024): McpList {
  const entries = listMember(result, listing)
  const items = entries.slice(0, limit).flatMap((entry): McpDeclaration[] => {
    const name = textMember(entry, 'name') ?? textMember(entry, 'uri')
    if (!isObject(entry) || name === undefined) return []
    const schema = member(entry, 'inputSchema') ?? member(entry, 'arguments')
    const outputSchema = member(entry, 'outputSchema')
    return [
      {
        name,
        ...optionalText('title', textMember(entry, 'title')),
        ...optionalText('description', textMember(entry, 'description')),
        ...optionalText('uri', textMember(entry, 'uri') ?? textMember(entry, 'uriTemplate')),
        ...(schema === undefined ? {} : { schema }),
        ...(outputSchema === undefined ? {} : { outputSchema }),
        annotations: objectMember(entry, 'annotations') ?? {},
        raw: entry,
      },
    ]
  })
  const ttlMs = numberMember(result, 'ttlMs')
  return {
    items,
    ...optionalText('nextCursor', textMember(result, 'nextCursor')),
    ...(ttlMs === undefined ? {} : { ttlMs }),
    refused: entries.length - items.length,
  }
}

/** The answer to `tools/call`, with its texts in order. */
export interface McpCallAnswer {
  readonly isError: boolean
  readonly texts: readonly string[]
  /** Types of the content blocks, in order: text, image, audio, resource, resource_link. */
  readonly types: readonly string[]
  readonly links: readonly string[]
  readonly structured?: unknown
  /** The server wants more input before it goes on (`resultType: input_required`, 2026-07-28). */
  readonly inputRequired: boolean
}

/** Reads a tools/call, prompts/get or resources/read answer. Never throws. */
export function readAnswer(result: unknown): McpCallAnswer {
  const messages = listMember(result, 'messages').map((message) => member(message, 'content'))
  const blocks = [...listMember(result, 'content'), ...messages, ...listMember(result, 'contents')].slice(
    0,
    1024,
  )
  const structured = member(result, 'structuredContent')
  return {
    isError: member(result, 'isError') === true,
    texts: blocks.flatMap((block) => {
      const text = textMember(block, 'text') ?? textMember(objectMember(block, 'resource'), 'text')
      return text === undefined ? [] : [text]
    }),
    types: blocks.map((block) => textMember(block, 'type') ?? 'resource'),
    links: blocks.flatMap((block) => {
      const uri = textMember(block, 'uri') ?? textMember(objectMember(block, 'resource'), 'uri')
      return uri === undefined ? [] : [uri]
    }),
    ...(structured === undefined ? {} : { structured }),
    inputRequired: member(result, 'resultType') === 'input_required',
  }
}

/** Who a request says it is from, in either generation. Self-reported: for joining, never for deciding. */
export interface McpRequestIdentity {
  readonly client?: Partial<Implementation>
  readonly protocolVersion?: string
  readonly trace?: TraceParent
  /** `claudecode/toolUseId`: the hook's `tool_use_id`. */
  readonly toolUseId?: string
}

/** Reads `params._meta` of a request, and the parameters of `initialize`. */
export function requestIdentity(message: RpcMessage): McpRequestIdentity {
  if (message.type !== 'request' && message.type !== 'notification') return {}
  const meta = objectMember(message.params, '_meta')
  const opening = message.method === 'initialize' ? message.params : undefined
  const client =
    objectMember(meta, 'io.modelcontextprotocol/clientInfo') ?? objectMember(opening, 'clientInfo')
  const trace = parseTraceparent(member(meta, 'traceparent'))
  return {
    ...(client === undefined
      ? {}
      : {
          client: {
            ...optionalText('name', textMember(client, 'name')),
            ...optionalText('version', textMember(client, 'version')),
          },
        }),
    ...optionalText(
      'protocolVersion',
      textMember(meta, 'io.modelcontextprotocol/protocolVersion') ?? textMember(opening, 'protocolVersion'),
    ),
    ...(trace === undefined ? {} : { trace }),
    ...optionalText('toolUseId', textMember(meta, 'claudecode/toolUseId')),
  }
}

function optionalText<Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [N in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]: string })
}
