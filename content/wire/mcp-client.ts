import type { JsonObject } from './json.js'
import type { RpcMessage, RpcRequest } from './jsonrpc.js'

/** Protocol versions that open with `initialize` and keep a session. */
export const sessionVersions = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'] as const
/** The version that has no handshake: every request says who asks in `_meta`. */
export const statelessVersion = '2026-07-28'

export interface Implementation {
  readonly name: string
  readonly version: string
}

/** How a client speaks one version of MCP. Messages are values; sending them is the caller's part. */
export interface McpDialect {
  readonly version: string
  /** session: initialize first. stateless: identity with each request. */
  readonly generation: 'session' | 'stateless'
  /** First message of a connection; its answer is read by `readServer`. */
  open(id: string | number): RpcRequest
  /** What follows the answer to `open`. */
  opened(): readonly RpcMessage[]
  request(id: string | number, method: string, params?: JsonObject, meta?: JsonObject): RpcRequest
  /** Headers of the HTTP transport for a request; `session` is what an earlier answer gave. */
  headers(request: RpcRequest, session?: string): Readonly<Record<string, string>>
}

export interface McpClientOptions {
  readonly client: Implementation
  readonly version?: string
  readonly capabilities?: JsonObject
}

/**
 * A client's side of one protocol version: `initialize` with `notifications/initialized` up to 2025-11-25;
 * `server/discover` and `_meta` per request from 2026-07-28 (schema.ts of that version).
 */
export function speakMcp(options: McpClientOptions): McpDialect {
  const { client, version = '2025-06-18', capabilities = {} } = options
  return version >= statelessVersion
    ? stateless(version, client, capabilities)
    : session(version, client, capabilities)
}

function session(version: string, client: Implementation, capabilities: JsonObject): McpDialect {
  const request: McpDialect['request'] = (id, method, params, meta) => ({
    type: 'request',
    id,
    method,
    ...(params === undefined && meta === undefined
      ? {}
      : { params: { ...params, ...(meta === undefined ? {} : { _meta: meta }) } }),
  })
  return {
    version,
    generation: 'session',
    open: (id) => request(id, 'initialize', { protocolVersion: version, capabilities, clientInfo: client }),
    opened: () => [{ type: 'notification', method: 'notifications/initialized' }],
    request,
    headers: ({ method }, id) => ({
      ...(method === 'initialize' || version < '2025-06-18' ? {} : { 'MCP-Protocol-Version': version }),
      ...(id === undefined ? {} : { 'Mcp-Session-Id': id }),
    }),
  }
}

function stateless(version: string, client: Implementation, capabilities: JsonObject): McpDialect {
  const request: McpDialect['request'] = (id, method, params, meta) => ({
    type: 'request',
    id,
    method,
    params: {
      ...params,
      _meta: {
        ...meta,
        'io.modelcontextprotocol/protocolVersion': version,
        'io.modelcontextprotocol/clientInfo': client,
        'io.modelcontextprotocol/clientCapabilities': capabilities,
      },
    },
  })
  return {
    version,
    generation: 'stateless',
    open: (id) => request(id, 'server/discover'),
    opened: () => [],
    request,
    headers: ({ method, params }) => {
      const name = params?.['name'] ?? params?.['uri']
      return {
        'MCP-Protocol-Version': version,
        'Mcp-Method': method,
        ...(typeof name === 'string' ? { 'Mcp-Name': headerValue(name) } : {}),
      }
    },
  }
}

/** Names outside printable ASCII travel as `=?base64?…?=`, so that no line break reaches a header. */
function headerValue(name: string): string {
  if (/^[!-~](?:[ -~]*[!-~])?$/.test(name) && !name.startsWith('=?')) return name
  return `=?base64?${btoa(String.fromCharCode(...new TextEncoder().encode(name)))}?=`
}
