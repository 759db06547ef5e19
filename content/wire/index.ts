// This is the public surface of @clawback/wire. Any export added here becomes API; a pin test holds the list.
export { isProblem, parseJson } from './json.js'
export { isObject, listMember, member, numberMember, objectMember, textMember } from './json.js'
export type { JsonBounds, JsonObject, WireProblem } from './json.js'
export { createLineDecoder } from './lines.js'
export type { LineDecoder } from './lines.js'
export { createRpcDecoder, encodeRpc, parseRpc } from './jsonrpc.js'
export type {
  RpcDecoder,
  RpcError,
  RpcId,
  RpcMessage,
  RpcNotification,
  RpcRequest,
  RpcResult,
} from './jsonrpc.js'
export { sessionVersions, speakMcp, statelessVersion } from './mcp-client.js'
export type { Implementation, McpClientOptions, McpDialect } from './mcp-client.js'
export { readAnswer, readList, readServer, requestIdentity } from './mcp.js'
export type {
  McpCallAnswer,
  McpDeclaration,
  McpList,
  McpListing,
  McpRequestIdentity,
  McpServerClaim,
} from './mcp.js'
export { isServerSource } from './server-source.js'
export { createSseDecoder, encodeSse } from './sse.js'
export type { SseDecoder, SseEvent } from './sse.js'
export { hookEvents, mcpTool, parseHook } from './hooks.js'
export type {
  ConfigChange,
  Elicitation,
  HookEventName,
  HookPayload,
  InstructionsLoaded,
  OtherHook,
  PermissionDenied,
  PermissionRequest,
  PostToolUse,
  PostToolUseFailure,
  PreToolUse,
  SessionEnd,
  SessionStart,
  SubagentStart,
  SubagentStop,
  UnknownHook,
  UserPromptSubmit,
} from './hooks.js'
export { readOtlpLogs, readOtlpTraces } from './otlp.js'
export type { FlatAttributes, OtlpBounds, OtlpLog, OtlpRead, OtlpSpan } from './otlp.js'
export { pae } from '@clawback/model'
export { formatTraceparent, parseTraceparent } from './traceparent.js'
export type { TraceParent } from './traceparent.js'
