import { isObject, isProblem, member, parseJson } from './json.js'
import type { JsonBounds, JsonObject, WireProblem } from './json.js'
import { createLineDecoder } from './lines.js'

/** JSON-RPC 2.0 ids; null only answers what could not be read. */
export type RpcId = string | number | null

export interface RpcRequest {
  readonly type: 'request'
  readonly id: string | number
  readonly method: string
  readonly params?: JsonObject
}

export interface RpcNotification {
  readonly type: 'notification'
  readonly method: string
  readonly params?: JsonObject
}

export interface RpcResult {
  readonly type: 'result'
  readonly id: RpcId
  readonly result: unknown
}

export interface RpcError {
  readonly type: 'error'
  readonly id: RpcId
  readonly error: { readonly code: number; readonly message: string; readonly data?: unknown }
}

export type RpcMessage = RpcRequest | RpcNotification | RpcResult | RpcError

/** Reads one JSON-RPC 2.0 message or batch (https://www.jsonrpc.org/specification). Never throws. */
export function parseRpc(text: string, bounds: JsonBounds = {}): readonly (RpcMessage | WireProblem)[] {
  const parsed = parseJson(text, bounds)
  if (isProblem(parsed)) return [parsed]
  const { value } = parsed
  const size = text.length
  if (!Array.isArray(value)) return [toMessage(value, size)]
  if (value.length === 0) return [{ problem: 'wrong-shape', detail: 'an empty batch', size }]
  return (value as readonly unknown[]).slice(0, 1024).map((item) => toMessage(item, size))
}

function toMessage(value: unknown, size: number): RpcMessage | WireProblem {
  if (!isObject(value)) return { problem: 'not-object', detail: 'a message that is not an object', size }
  const wrong = (detail: string): WireProblem => ({ problem: 'wrong-shape', detail, size })
  if (member(value, 'jsonrpc') !== '2.0') return wrong('jsonrpc is not "2.0"')
  const id = member(value, 'id')
  const method = member(value, 'method')
  const params = member(value, 'params')
  if (method !== undefined) {
    if (typeof method !== 'string') return wrong('method is not a string')
    if (params !== undefined && !isObject(params)) return wrong('params is not an object')
    const call = { method, ...(params === undefined ? {} : { params }) }
    if (id === undefined) return { type: 'notification', ...call }
    return isId(id) ? { type: 'request', id, ...call } : wrong('id is neither a string nor a number')
  }
  if (!isId(id) && id !== null) return wrong('an answer without an id')
  if (Object.hasOwn(value, 'result')) return { type: 'result', id, result: member(value, 'result') }
  const error = member(value, 'error')
  const code = member(error, 'code')
  const message = member(error, 'message')
  if (typeof code !== 'number' || typeof message !== 'string')
    return wrong('neither a method, a result nor an error')
  const data = member(error, 'data')
  return { type: 'error', id, error: { code, message, ...(data === undefined ? {} : { data }) } }
}

function isId(value: unknown): value is string | number {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
}

/** One message as one line, line feed included. */
export function encodeRpc(message: RpcMessage): string {
  const { type: _, ...body } = message
  return `${JSON.stringify({ jsonrpc: '2.0', ...body })}\n`
}

export interface RpcDecoder {
  push(bytes: Uint8Array): readonly (RpcMessage | WireProblem)[]
  end(): readonly (RpcMessage | WireProblem)[]
}

/** Newline-delimited JSON-RPC, as MCP's stdio transport has it. Empty lines are skipped; bad ones become problems. */
export function createRpcDecoder(bounds: JsonBounds = {}): RpcDecoder {
  const lines = createLineDecoder(bounds.size)
  const read = (found: readonly (string | WireProblem)[]): (RpcMessage | WireProblem)[] =>
    found.flatMap((line) => {
      if (typeof line !== 'string') return [line]
      return line.trim() === '' ? [] : parseRpc(line, bounds)
    })
  return { push: (bytes) => read(lines.push(bytes)), end: () => read(lines.end()) }
}
