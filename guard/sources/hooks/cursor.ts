import { isObject, isProblem, parseJson, textMember } from '@clawback/wire'
import type { JsonObject } from '@clawback/wire'
import type { Connector } from '../connector.js'
import { gap } from '../gap.js'
import { claudeCode } from './claude-code.js'

/** Hook payloads of Cursor (hooks.json version 1), laid out as the Claude Code payloads that mean the same. */
export const cursor: Connector = {
  name: 'cursor',
  channel: 'protocol',
  form: 'hook',
  read: (text, look) => {
    const parsed = parseJson(text)
    if (isProblem(parsed) || !isObject(parsed.value))
      return [gap(cursor, look, 'malformed', 'not a JSON object', text)]
    const raw = parsed.value
    const name = textMember(raw, 'hook_event_name') ?? ''
    const lay = Object.hasOwn(events, name) ? events[name] : undefined
    if (lay === undefined) return [gap(cursor, look, 'unmapped', `hook ${name.slice(0, 64)}`, text)]
    const common = {
      session_id: raw['conversation_id'] ?? raw['session_id'],
      prompt_id: raw['generation_id'],
      tool_use_id: raw['tool_use_id'],
      agent_id: raw['subagent_id'],
      agent_type: raw['subagent_type'],
      cwd: raw['cwd'],
    }
    return claudeCode.read(JSON.stringify({ ...common, ...lay(raw) }), look)
  },
}

const before = (tool_name: string, tool_input: unknown): JsonObject => ({
  hook_event_name: 'PreToolUse',
  tool_name,
  tool_input,
})
const after = (tool_name: string, tool_input: unknown, tool_response: unknown): JsonObject => ({
  hook_event_name: 'PostToolUse',
  tool_name,
  tool_input,
  tool_response,
})

const events: Readonly<Record<string, (raw: JsonObject) => JsonObject>> = {
  sessionStart: () => ({ hook_event_name: 'SessionStart', source: 'startup' }),
  sessionEnd: (raw) => ({ hook_event_name: 'SessionEnd', reason: raw['reason'] }),
  beforeSubmitPrompt: (raw) => ({
    hook_event_name: 'UserPromptSubmit',
    prompt: raw['prompt'],
    source: 'user',
  }),
  beforeShellExecution: (raw) => before('Bash', { command: raw['command'] }),
  afterShellExecution: (raw) => after('Bash', { command: raw['command'] }, raw['output']),
  beforeMCPExecution: (raw) => before(mcpName(raw), toolInput(raw)),
  afterMCPExecution: (raw) => after(mcpName(raw), toolInput(raw), raw['result_json']),
  beforeReadFile: (raw) => before('Read', { file_path: raw['file_path'] }),
  afterFileEdit: (raw) => after('Edit', { file_path: raw['file_path'] }, undefined),
  preToolUse: (raw) => before(textMember(raw, 'tool_name') ?? 'unknown', toolInput(raw)),
  postToolUse: (raw) => after(textMember(raw, 'tool_name') ?? 'unknown', toolInput(raw), raw['tool_output']),
  postToolUseFailure: (raw) => ({
    ...before(textMember(raw, 'tool_name') ?? 'unknown', toolInput(raw)),
    hook_event_name: 'PostToolUseFailure',
    error: raw['error_message'],
  }),
  subagentStart: () => ({ hook_event_name: 'SubagentStart' }),
  subagentStop: () => ({ hook_event_name: 'SubagentStop' }),
  stop: () => ({ hook_event_name: 'Stop' }),
}

function mcpName(raw: JsonObject): string {
  return `mcp__${textMember(raw, 'server_name') ?? textMember(raw, 'url') ?? 'unnamed'}__${textMember(raw, 'tool_name') ?? 'unknown'}`
}

/** Cursor sends arguments as JSON text or as an object. */
function toolInput(raw: JsonObject): unknown {
  const input = raw['tool_input']
  if (typeof input !== 'string') return input ?? {}
  const parsed = parseJson(input, { size: 262_144, depth: 32 })
  return isProblem(parsed) ? { text: input } : parsed.value
}
