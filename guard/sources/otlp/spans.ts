import type { Kind } from '@clawback/model'
import type { OtlpSpan } from '@clawback/wire'
import type { Sighting } from '../../ports.js'
import type { Look } from '../connector.js'
import { instant, sighting } from '../fields.js'
import { digestOf } from '../gap.js'
import { attributesOf, sharedFields, sharedKeys, userClaims } from './attributes.js'
import type { Attributes } from './attributes.js'

/** A span as a sighting; its time is its end, when what it tells of had happened. */
export function readSpan(span: OtlpSpan, look: Look): Sighting {
  const from = attributesOf(span.attributes, span.resource, look)
  const kind = kindOf(span.name, from)
  return sighting(
    kind ?? 'source.gap',
    instant(span.end) ?? look.received,
    'protocol',
    {
      ...sharedFields(from),
      'gen_ai.operation.name': from.id('gen_ai.operation.name'),
      'gen_ai.tool.type': from.id('mcp.method.name', 'mcp_server_name') === undefined ? undefined : 'mcp',
      'effect.outcome': span.error ? 'failure' : 'success',
      'effect.duration_ms': Math.max(0, Math.round(span.end - span.start)),
      'source.ref': span.spanId,
      'source.dedupe_key': digestOf(`span|${span.traceId}|${span.spanId}`),
      ...(kind === undefined
        ? {
            'gap.reason': 'unmapped',
            'gap.detail': `span ${from.id('gen_ai.operation.name') ?? span.name.slice(0, 64)}`,
            'gap.count': 1,
          }
        : {}),
    },
    { ...sharedKeys(from), trace: span.traceId, span: span.spanId, parentSpan: span.parentSpanId },
    userClaims(from),
  )
}

/** Claude Code names its spans (beta telemetry); all others are told by the GenAI and MCP conventions. */
function kindOf(name: string, from: Attributes): Kind | undefined {
  const operation = from.id('gen_ai.operation.name')
  const method = from.id('mcp.method.name')
  return (
    own(claudeSpans, name) ??
    (method === undefined ? undefined : own(methods, method)) ??
    (operation === undefined ? undefined : own(operations, operation))
  )
}

const claudeSpans: Readonly<Record<string, Kind>> = {
  'claude_code.interaction': 'run.end',
  'claude_code.llm_request': 'llm.response',
  'claude_code.tool': 'tool.result',
  'claude_code.tool.execution': 'tool.result',
  'claude_code.tool.blocked_on_user': 'approval.decide',
}

const methods: Readonly<Record<string, Kind>> = {
  'tools/call': 'mcp.result',
  'tools/list': 'mcp.list',
  'prompts/list': 'mcp.list',
  'resources/list': 'mcp.list',
  'resources/read': 'mcp.read',
  'prompts/get': 'mcp.prompt',
  'elicitation/create': 'mcp.elicit',
  'sampling/createMessage': 'mcp.sample',
  initialize: 'mcp.connect',
  'server/discover': 'mcp.connect',
}

const operations: Readonly<Record<string, Kind>> = {
  chat: 'llm.response',
  generate_content: 'llm.response',
  text_completion: 'llm.response',
  execute_tool: 'tool.result',
  invoke_agent: 'agent.spawn',
  create_agent: 'agent.spawn',
  invoke_workflow: 'run.end',
  create_memory: 'memory.write',
  update_memory: 'memory.write',
  upsert_memory: 'memory.write',
  search_memory: 'memory.read',
  retrieval: 'memory.read',
}

function own(table: Readonly<Record<string, Kind>>, name: string): Kind | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
