import { canonicalJson } from '@clawback/model'
import type { Kind } from '@clawback/model'
import type { OtlpLog } from '@clawback/wire'
import type { Sighting } from '../../ports.js'
import type { Look } from '../connector.js'
import { instant, sighting } from '../fields.js'
import type { Fields } from '../fields.js'
import { digestOf } from '../gap.js'
import { attributesOf, sharedFields, sharedKeys, userClaims } from './attributes.js'
import type { Attributes } from './attributes.js'

/** A log record (Claude Code's events have names that begin with `claude_code.`) as a sighting. */
export function readLog(log: OtlpLog, look: Look): Sighting {
  const from = attributesOf(log.attributes, log.resource, look)
  const name = (log.name ?? log.body ?? '').replace(/^claude_code\./, '')
  const known = Object.hasOwn(events, name) ? events[name] : undefined
  return sighting(
    known?.kind ?? 'source.gap',
    instant(log.time) ?? look.received,
    'protocol',
    {
      ...sharedFields(from),
      ...known?.fields?.(from),
      'source.ref': from.id('event.sequence') ?? numbered(from),
      'source.dedupe_key': digestOf(`log|${log.time}|${name}|${canonicalJson(log.attributes)}`),
      ...(known === undefined
        ? {
            'gap.reason': 'unmapped',
            'gap.detail': `log ${from.id('event.name') ?? name.slice(0, 64)}`,
            'gap.count': 1,
          }
        : {}),
    },
    { ...sharedKeys(from), trace: log.traceId, parentSpan: log.spanId },
    userClaims(from),
  )
}

function numbered(from: Attributes): string | undefined {
  const sequence = from.number('event.sequence')
  return sequence === undefined ? undefined : String(sequence)
}

interface Known {
  readonly kind: Kind
  readonly fields?: (from: Attributes) => Fields
}

const success = (from: Attributes): string => (from.flag('success') === false ? 'failure' : 'success')

const events: Readonly<Record<string, Known>> = {
  user_prompt: {
    kind: 'prompt.submit',
    fields: (from) => ({ 'prompt.length': from.number('prompt_length') }),
  },
  tool_result: {
    kind: 'tool.result',
    fields: (from) => ({
      'effect.outcome': success(from),
      'effect.duration_ms': from.number('duration_ms'),
      'gen_ai.tool.call.result.size': from.number('tool_result_size_bytes'),
    }),
  },
  tool_decision: {
    kind: 'tool.decision',
    fields: (from) => ({
      'control.decision': from.id('decision') === 'reject' ? 'deny' : 'allow',
      'control.by': from.id('source', 'decision_source'),
      'effect.outcome': from.id('decision') === 'reject' ? 'denied' : 'allowed',
    }),
  },
  api_request: {
    kind: 'llm.response',
    fields: (from) => ({ 'effect.duration_ms': from.number('duration_ms') }),
  },
  api_error: {
    kind: 'llm.response',
    fields: (from) => ({ 'effect.outcome': 'failure', 'error.message': from.text('error') }),
  },
  permission_mode_changed: { kind: 'mode.change', fields: (from) => ({ 'agent.mode': from.id('to_mode') }) },
  auth: {
    kind: 'auth.login',
    fields: (from) => ({ 'auth.method': from.id('auth_method'), 'auth.result': success(from) }),
  },
  mcp_server_connection: {
    kind: 'mcp.connect',
    fields: (from) => ({
      'effect.outcome': from.id('status') === 'failed' ? 'failure' : 'success',
      'network.transport': from.id('transport_type'),
    }),
  },
  plugin_installed: {
    kind: 'plugin.install',
    fields: (from) => ({ 'artifact.name': from.id('plugin.name') }),
  },
  plugin_loaded: { kind: 'plugin.install', fields: (from) => ({ 'artifact.name': from.id('plugin.name') }) },
  skill_activated: {
    kind: 'skill.activate',
    fields: (from) => ({
      'skill.name': from.id('skill.name'),
      'skill.source': from.id('skill.source'),
      'skill.trigger': from.id('invocation_trigger'),
    }),
  },
}
