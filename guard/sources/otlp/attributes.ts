import type { FlatAttributes } from '@clawback/wire'
import { aliases } from '@clawback/model'
import type { JoinKeys, Sighting } from '../../ports.js'
import { clean, identifier } from '../clean.js'
import type { Look } from '../connector.js'
import type { Fields } from '../fields.js'

/** Attributes of one span or log record, read by name, old names included. */
export interface Attributes {
  id(...names: string[]): string | undefined
  text(...names: string[]): string | undefined
  number(...names: string[]): number | undefined
  /** A boolean, or text that says one. */
  flag(...names: string[]): boolean | undefined
}

/** Reads attributes before resource attributes, under any of the names and the aliases of the vocabulary. */
export function attributesOf(attributes: FlatAttributes, resource: FlatAttributes, look: Look): Attributes {
  const find = (names: readonly string[]): unknown => {
    for (const name of names)
      for (const known of [name, ...(oldNames.get(name) ?? [])]) {
        const value = attributes[known] ?? resource[known]
        if (value !== undefined && value !== '') return value
      }
    return undefined
  }
  return {
    id: (...names) => identifier(find(names)),
    text: (...names) => {
      const value = find(names)
      return typeof value === 'string' ? clean(value, look).text : undefined
    },
    number: (...names) => {
      const value = find(names)
      const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
      return typeof number === 'number' && Number.isFinite(number) ? number : undefined
    },
    flag: (...names) => {
      const value = find(names)
      return value === true || value === 'true'
        ? true
        : value === false || value === 'false'
          ? false
          : undefined
    },
  }
}

const oldNames = new Map<string, string[]>()
for (const [old, current] of Object.entries(aliases))
  oldNames.set(current, [...(oldNames.get(current) ?? []), old])

/** Identifiers that all telemetry of one agent shares. */
export function sharedKeys(from: Attributes): { readonly [Name in keyof JoinKeys]: string | undefined } {
  return {
    session: from.id('session.id', 'gen_ai.conversation.id'),
    subagent: from.id('agent_id'),
    parentSubagent: from.id('parent_agent_id'),
    run: from.id('prompt.id'),
    toolCall: from.id('tool_use_id', 'gen_ai.tool.call.id'),
  }
}

/** Fields that all telemetry of one agent shares. `user.email` is what the sender says; it becomes a claim, no more. */
export function sharedFields(from: Attributes): Fields {
  return {
    'session.id': from.id('session.id', 'gen_ai.conversation.id'),
    'run.id': from.id('prompt.id'),
    'run.workflow': from.id('workflow.run_id'),
    'gen_ai.agent.id': from.id('agent_id', 'gen_ai.agent.id'),
    'gen_ai.agent.name': from.id('agent_type', 'gen_ai.agent.name'),
    'gen_ai.tool.name': from.id('gen_ai.tool.name', 'tool_name'),
    'gen_ai.tool.call.id': from.id('tool_use_id', 'gen_ai.tool.call.id'),
    'gen_ai.provider.name': from.id('gen_ai.provider.name'),
    'gen_ai.request.model': from.id('gen_ai.request.model', 'model'),
    'gen_ai.usage.input_tokens': from.number('gen_ai.usage.input_tokens', 'input_tokens'),
    'gen_ai.usage.output_tokens': from.number('gen_ai.usage.output_tokens', 'output_tokens'),
    'mcp.server.name': from.id('mcp_server_name', 'mcp.server.name', 'server_name'),
    'mcp.server.scope': from.id('mcp_server_scope', 'server_scope'),
    'mcp.method.name': from.id('mcp.method.name'),
    'mcp.protocol.version': from.id('mcp.protocol.version'),
    'mcp.resource.uri': from.text('mcp.resource.uri'),
    'jsonrpc.request.id': from.id('jsonrpc.request.id'),
    'service.name': from.id('service.name'),
    'host.name': from.id('host.name'),
    'user.id': from.id('user.account_uuid', 'user.id', 'enduser.id'),
    'user.email': from.id('user.email'),
    'error.type': from.id('error.type'),
  }
}

/** The person the sender names. How far that goes is decided by the trust of the source, not here. */
export function userClaims(from: Attributes): NonNullable<Sighting['claims']> {
  const email = from.id('user.email')
  if (email === undefined) return []
  const gateway = from.id('identity.source') === 'gateway-oidc'
  return [
    {
      claim: 'human',
      value: `mailto:${email.toLowerCase()}`,
      method: gateway ? 'gateway-oidc' : 'user-email',
      weight: gateway ? 0.98 : 0.92,
    },
  ]
}
