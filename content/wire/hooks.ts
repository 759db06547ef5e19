import { isObject, isProblem, member, numberMember, objectMember, parseJson, textMember } from './json.js'
import type { JsonBounds, JsonObject, WireProblem } from './json.js'

/** The hook events of Claude Code (CLI 2.1.330, sdk.d.ts of the agent SDK 0.3.330). */
export const hookEvents = [
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PostToolBatch',
  'Notification',
  'UserPromptSubmit',
  'UserPromptExpansion',
  'SessionStart',
  'SessionEnd',
  'Stop',
  'StopFailure',
  'SubagentStart',
  'SubagentStop',
  'PreCompact',
  'PostCompact',
  'PreModelSwitch',
  'PostModelSwitch',
  'PermissionRequest',
  'PermissionDenied',
  'Setup',
  'TeammateIdle',
  'TaskCreated',
  'TaskCompleted',
  'Elicitation',
  'ElicitationResult',
  'ConfigChange',
  'WorktreeCreate',
  'WorktreeRemove',
  'InstructionsLoaded',
  'CwdChanged',
  'FileChanged',
  'DirectoryAdded',
  'MessageDisplay',
] as const

export type HookEventName = (typeof hookEvents)[number]

/** What every hook payload carries. Fields that some versions leave out are optional. */
interface HookBase<Event extends string> {
  readonly event: Event
  readonly sessionId: string
  readonly transcriptPath?: string
  readonly cwd?: string
  /** Joins with OpenTelemetry's `prompt.id`. */
  readonly promptId?: string
  readonly permissionMode?: string
  /** Only inside a sub-agent. */
  readonly agentId?: string
  readonly agentType?: string
  /** The payload as it came, bounded. */
  readonly raw: JsonObject
}

interface ToolUse {
  readonly toolName: string
  /** Joins with OpenTelemetry and with `_meta["claudecode/toolUseId"]` of MCP requests. */
  readonly toolUseId?: string
  readonly toolInput: JsonObject
  readonly mcpServer?: { readonly name: string; readonly source?: string }
}

export type PreToolUse = HookBase<'PreToolUse'> & ToolUse
export type PermissionRequest = HookBase<'PermissionRequest'> & ToolUse
export type PermissionDenied = HookBase<'PermissionDenied'> & ToolUse & { readonly reason?: string }
export type PostToolUse = HookBase<'PostToolUse'> &
  ToolUse & { readonly toolResponse: unknown; readonly durationMs?: number }
export type PostToolUseFailure = HookBase<'PostToolUseFailure'> &
  ToolUse & { readonly error: string; readonly interrupted: boolean }
/** `source` tells what a person typed (`user`) from what a machine put in. */
export type UserPromptSubmit = HookBase<'UserPromptSubmit'> & {
  readonly prompt: string
  readonly source?: string
}
export type SessionStart = HookBase<'SessionStart'> & { readonly source?: string; readonly model?: string }
export type SessionEnd = HookBase<'SessionEnd'> & { readonly reason?: string }
export type SubagentStart = HookBase<'SubagentStart'>
export type SubagentStop = HookBase<'SubagentStop'> & {
  readonly transcript?: string
  readonly lastMessage?: string
}
export type ConfigChange = HookBase<'ConfigChange'> & { readonly source?: string; readonly filePath?: string }
export type InstructionsLoaded = HookBase<'InstructionsLoaded'> & {
  readonly filePath?: string
  readonly memoryType?: string
  readonly loadReason?: string
}
export type Elicitation = HookBase<'Elicitation'> & {
  readonly server?: string
  readonly message?: string
  readonly mode?: string
  readonly url?: string
}

type Detailed =
  | PreToolUse
  | PermissionRequest
  | PermissionDenied
  | PostToolUse
  | PostToolUseFailure
  | UserPromptSubmit
  | SessionStart
  | SessionEnd
  | SubagentStart
  | SubagentStop
  | ConfigChange
  | InstructionsLoaded
  | Elicitation

/** Known events whose own fields are only in `raw`. */
export type OtherHook = HookBase<Exclude<HookEventName, Detailed['event']>>
/** An event that this version does not know; kept, never dropped. */
export type UnknownHook = HookBase<'Unknown'> & { readonly name: string }

export type HookPayload = Detailed | OtherHook | UnknownHook

/** Reads one hook payload (identity of the events above). Never throws; an unknown event is kept as `Unknown`. */
export function parseHook(text: string, bounds: JsonBounds = {}): HookPayload | WireProblem {
  const parsed = parseJson(text, bounds)
  if (isProblem(parsed)) return parsed
  const { value: raw } = parsed
  const wrong = (detail: string): WireProblem => ({ problem: 'wrong-shape', detail, size: text.length })
  if (!isObject(raw))
    return { problem: 'not-object', detail: 'a payload that is not an object', size: text.length }
  const name = textMember(raw, 'hook_event_name')
  const sessionId = textMember(raw, 'session_id')
  if (name === undefined) return wrong('hook_event_name is missing')
  if (sessionId === undefined) return wrong('session_id is missing')
  const known = (hookEvents as readonly string[]).includes(name)
  const base = { sessionId, ...common(raw), raw }
  if (!known) return { event: 'Unknown', name, ...base }
  return details(name as HookEventName, base, raw) ?? wrong(`${name} without its tool_name`)
}

type Base = Omit<HookBase<string>, 'event'>

function details(event: HookEventName, base: Base, raw: JsonObject): HookPayload | undefined {
  switch (event) {
    case 'PreToolUse':
    case 'PermissionRequest':
      return withTool(raw, (tool) => ({ event, ...base, ...tool }))
    case 'PermissionDenied':
      return withTool(raw, (tool) => ({ event, ...base, ...tool, ...texts(raw, { reason: 'reason' }) }))
    case 'PostToolUse':
      return withTool(raw, (tool) => ({
        event,
        ...base,
        ...tool,
        toolResponse: member(raw, 'tool_response'),
        ...optional('durationMs', numberMember(raw, 'duration_ms')),
      }))
    case 'PostToolUseFailure':
      return withTool(raw, (tool) => ({
        event,
        ...base,
        ...tool,
        error: textMember(raw, 'error') ?? '',
        interrupted: member(raw, 'is_interrupt') === true,
      }))
    case 'UserPromptSubmit':
      return { event, ...base, prompt: textMember(raw, 'prompt') ?? '', ...texts(raw, { source: 'source' }) }
    case 'SessionStart':
      return { event, ...base, ...texts(raw, { source: 'source', model: 'model' }) }
    case 'SessionEnd':
      return { event, ...base, ...texts(raw, { reason: 'reason' }) }
    case 'SubagentStart':
      return { event, ...base }
    case 'SubagentStop':
      return {
        event,
        ...base,
        ...texts(raw, { transcript: 'agent_transcript_path', lastMessage: 'last_assistant_message' }),
      }
    case 'ConfigChange':
      return { event, ...base, ...texts(raw, { source: 'source', filePath: 'file_path' }) }
    case 'InstructionsLoaded':
      return {
        event,
        ...base,
        ...texts(raw, { filePath: 'file_path', memoryType: 'memory_type', loadReason: 'load_reason' }),
      }
    case 'Elicitation':
      return {
        event,
        ...base,
        ...texts(raw, { server: 'mcp_server_name', message: 'message', mode: 'mode', url: 'url' }),
      }
    default:
      return { event, ...base }
  }
}

function common(raw: JsonObject): Omit<Base, 'sessionId' | 'raw'> {
  return texts(raw, {
    transcriptPath: 'transcript_path',
    cwd: 'cwd',
    promptId: 'prompt_id',
    permissionMode: 'permission_mode',
    agentId: 'agent_id',
    agentType: 'agent_type',
  })
}

function withTool(raw: JsonObject, make: (tool: ToolUse) => HookPayload): HookPayload | undefined {
  const toolName = textMember(raw, 'tool_name')
  if (toolName === undefined) return undefined
  const server = objectMember(raw, 'mcp_server')
  const name = textMember(server, 'name') ?? mcpTool(toolName)?.server
  return make({
    toolName,
    toolInput: objectMember(raw, 'tool_input') ?? {},
    ...texts(raw, { toolUseId: 'tool_use_id' }),
    ...(name === undefined ? {} : { mcpServer: { name, ...texts(server, { source: 'source' }) } }),
  })
}

/** Server and tool of a name like `mcp__files__read`, or undefined for a builtin. */
export function mcpTool(name: string): { readonly server: string; readonly tool: string } | undefined {
  const match = /^mcp__(.+?)__(.+)$/s.exec(name.slice(0, 512))
  return match?.[1] === undefined || match[2] === undefined ? undefined : { server: match[1], tool: match[2] }
}

function texts<Names extends string>(
  from: unknown,
  names: Readonly<Record<Names, string>>,
): { readonly [Name in Names]?: string } {
  const found: Partial<Record<Names, string>> = {}
  for (const [ours, theirs] of Object.entries(names) as [Names, string][]) {
    const value = textMember(from, theirs)
    if (value !== undefined) found[ours] = value
  }
  return found
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [N in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]: Value })
}
