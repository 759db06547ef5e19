import { flatten } from '@clawback/model'
import type { FieldValue, Kind } from '@clawback/model'
import { isProblem, mcpTool, parseHook, textMember } from '@clawback/wire'
import type { HookPayload } from '@clawback/wire'
import type { Sighting } from '../../ports.js'
import { clean, cleanValue, identifier } from '../clean.js'
import type { Connector, Look } from '../connector.js'
import { sighting } from '../fields.js'
import type { Fields } from '../fields.js'
import { digestOf, gap } from '../gap.js'

/**
 * Hook payloads of Claude Code (CLI 2.1.330; shapes in @clawback/wire). Hooks carry no time and no user: the time is
 * that of receipt, the login that of the socket.
 */
export const claudeCode: Connector = {
  name: 'claude-code',
  channel: 'protocol',
  form: 'hook',
  read: (text, look) => {
    const payload = parseHook(text)
    if (isProblem(payload)) return [gap(claudeCode, look, 'malformed', payload.detail, text)]
    return [readPayload(payload, text, look)]
  },
}

type ToolHook = Extract<HookPayload, { readonly toolName: string }>

function readPayload(hook: HookPayload, text: string, look: Look): Sighting {
  const make = (kind: Kind, fields: Fields, unique?: string, tokens: readonly string[] = []): Sighting =>
    sighting(
      kind,
      look.received,
      'protocol',
      {
        'session.id': identifier(hook.sessionId),
        'run.id': identifier(hook.promptId),
        'gen_ai.agent.id': identifier(hook.agentId),
        'gen_ai.agent.name': identifier(hook.agentType),
        'source.dedupe_key':
          unique === undefined ? undefined : digestOf(`${hook.sessionId}|${hook.event}|${unique}`),
        ...fields,
      },
      {
        session: identifier(hook.sessionId),
        subagent: identifier(hook.agentId),
        run: identifier(hook.promptId),
        toolCall: 'toolUseId' in hook ? identifier(hook.toolUseId) : undefined,
        tokenDigest: tokens[0],
        login: look.login,
      },
    )
  const tool = (kind: Kind, hookOf: ToolHook, fields: Fields): Sighting => {
    const input = toolInput(hookOf, look)
    const { toolName } = hookOf
    const remote = mcpTool(toolName)
    return make(
      remote === undefined ? kind : (mcpKinds[kind] ?? kind),
      {
        'gen_ai.tool.name': identifier(remote?.tool ?? toolName),
        'gen_ai.tool.type': remote === undefined ? 'builtin' : 'mcp',
        'gen_ai.tool.call.id': identifier(hookOf.toolUseId),
        'mcp.server.name': identifier(hookOf.mcpServer?.name),
        'mcp.server.scope': identifier(hookOf.mcpServer?.source),
        ...input.fields,
        ...fields,
      },
      hookOf.toolUseId,
      input.tokens,
    )
  }

  switch (hook.event) {
    case 'PreToolUse':
      return tool('tool.request', hook, {
        'effect.outcome': 'attempted',
        'agent.mode': identifier(hook.permissionMode),
      })
    case 'PostToolUse':
      return tool('tool.result', hook, {
        ...resultOf(hook.toolResponse, look),
        'effect.outcome': 'success',
        'effect.duration_ms': hook.durationMs,
      })
    case 'PostToolUseFailure':
      return tool('tool.result', hook, {
        'effect.outcome': 'failure',
        'error.message': clean(hook.error.slice(0, 1_000), look).text,
      })
    case 'PermissionDenied':
      return tool('tool.decision', hook, {
        'effect.outcome': 'denied',
        'control.decision': 'deny',
        'control.by': 'policy',
        'control.reason': hook.reason === undefined ? undefined : clean(hook.reason, look).text,
      })
    case 'PermissionRequest':
      return tool('approval.request', hook, { 'control.decision': 'ask' })
    case 'UserPromptSubmit':
      return make(
        'prompt.submit',
        {
          'prompt.source': promptSource(hook.source),
          'prompt.digest': digestOf(clean(hook.prompt, look).text),
          'prompt.length': hook.prompt.length,
        },
        hook.promptId,
      )
    case 'SessionStart':
      return make('session.start', { 'gen_ai.request.model': identifier(hook.model) }, hook.source ?? 'start')
    case 'SessionEnd':
      return make('session.end', { 'control.reason': identifier(hook.reason) }, 'end')
    case 'Stop':
      return make('run.end', {}, hook.promptId)
    case 'SubagentStart':
      return make('agent.spawn', { 'effect.verb': 'spawn' }, hook.agentId)
    case 'SubagentStop':
      return make('agent.stop', {}, hook.agentId)
    case 'ConfigChange':
      return make('config.change', {
        'file.path': path(hook.filePath, look),
        'manifest.type': identifier(hook.source),
      })
    case 'InstructionsLoaded':
      return make('instructions.load', { 'file.path': path(hook.filePath, look) })
    case 'Elicitation':
      return make('mcp.elicit', {
        'mcp.server.name': identifier(hook.server),
        'text.content': hook.message === undefined ? undefined : clean(hook.message, look).text,
        'url.full': hook.url === undefined ? undefined : clean(hook.url, look).text,
      })
    default: {
      const name = hook.event === 'Unknown' ? hook.name : hook.event
      const { draft } = gap(claudeCode, look, 'unmapped', `hook ${name.slice(0, 64)}`, text)
      return make('source.gap', draft)
    }
  }
}

const mcpKinds: Readonly<Partial<Record<Kind, Kind>>> = {
  'tool.request': 'mcp.call',
  'tool.result': 'mcp.result',
}

/** `source` of a prompt as the vocabulary has it: who put it in. */
function promptSource(source: string | undefined): string | undefined {
  if (source === undefined) return undefined
  return Object.hasOwn(promptSources, source) ? promptSources[source] : 'system'
}

const promptSources: Readonly<Record<string, string>> = {
  user: 'user',
  sdk: 'sdk',
  system: 'system',
  loop_wakeup: 'schedule',
  schedule_wakeup: 'schedule',
  poll_event: 'poll',
}

/** Arguments flat and clean, and what builtin tools say by them in words that all sources share. */
function toolInput(
  hook: ToolHook,
  look: Look,
): { readonly fields: Fields; readonly tokens: readonly string[] } {
  const { value, tokens } = cleanValue(hook.toolInput, look)
  const flat = flatten('gen_ai.tool.call.arguments', value)
  return {
    fields: {
      ...flat.fields,
      'gen_ai.tool.call.arguments.digest': digestOf(JSON.stringify(value)),
      ...builtin(hook.toolName, value),
    },
    tokens,
  }
}

const verbs: Readonly<Record<string, string>> = {
  Read: 'read',
  Glob: 'read',
  Grep: 'read',
  NotebookRead: 'read',
  Write: 'write',
  Edit: 'write',
  MultiEdit: 'write',
  NotebookEdit: 'write',
  Bash: 'exec',
  PowerShell: 'exec',
  WebFetch: 'read',
  WebSearch: 'read',
  Task: 'spawn',
  Agent: 'spawn',
}

function builtin(name: string, input: unknown): Fields {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  const file = textMember(input, 'file_path') ?? textMember(input, 'notebook_path')
  const url = textMember(input, 'url')
  const fields: Record<string, FieldValue | undefined> = { 'effect.verb': verb }
  if (file !== undefined) {
    fields['file.path'] = file
    fields['target.kind'] = 'file'
    fields['target.name'] = file
  }
  if (verb === 'exec') fields['process.command_line'] = textMember(input, 'command')
  if (url !== undefined) {
    fields['url.full'] = url
    fields['target.kind'] = 'host'
    fields['target.name'] = hostOf(url)
  }
  return fields
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}

/** Results are weighed, not kept: they may hold anything. */
function resultOf(response: unknown, look: Look): Fields {
  const text = typeof response === 'string' ? response : (JSON.stringify(response) as string | undefined)
  if (text === undefined) return {}
  return {
    'gen_ai.tool.call.result.size': Buffer.byteLength(text),
    'gen_ai.tool.call.result.digest': digestOf(clean(text, look).text),
  }
}

function path(value: string | undefined, look: Look): string | undefined {
  return value === undefined ? undefined : clean(value.slice(0, 4_096), look).text
}
