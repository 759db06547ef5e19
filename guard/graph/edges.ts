import type { AgentEvent, Attribution, LiveRecord } from '@clawback/model'
import { attributedFrom } from '../attribution/weights.js'

/** One edge that one event says. Node ids are `kind:identifier`. */
export interface Link {
  readonly src: string
  readonly kind: string
  readonly dst: string
}

/**
 * The edges an event says: human owns agent, agent started instance, instance spawned sub-agent, instance called tool,
 * connected server, used credential, accessed resource. A pure function of record and attribution.
 */
export function linksOf({ record, attribution }: AgentEvent): readonly Link[] {
  const links = new Map<string, Link>()
  const link = (src: string | undefined, kind: string, dst: string | undefined): void => {
    if (src !== undefined && dst !== undefined) links.set(`${src}|${kind}|${dst}`, { src, kind, dst })
  }
  const human = attribution.score >= attributedFrom ? attribution.human : undefined
  const { lineage, agent } = attribution
  const credential = attribution.credential && `credential:${attribution.credential}`
  const line = lineage.map(instanceNode)
  const self = line.at(-1)

  link(human, 'owns', agent)
  link(agent, 'started', line[0])
  if (agent === undefined) link(human, 'started', line[0])
  for (let at = 1; at < line.length; at++) link(line[at - 1], 'spawned', line[at])

  const who = self ?? credential ?? human
  if (self !== undefined) link(self, 'used_credential', credential)
  if (credential !== undefined) {
    link(human, 'authenticated_as', credential)
    link(credential, 'issued_to', attribution.client && `app:${attribution.client}`)
  }
  if (isCall(record)) link(who, 'called', toolNode(record))
  if (record['mcp.server.name'] !== undefined)
    link(who, 'connected', `mcp_server:${record['mcp.server.name']}`)
  link(who, verbs[record.kind] ?? 'accessed', resourceNode(record))
  return [...links.values()]
}

const verbs: Readonly<Record<string, string>> = { 'iam.change': 'changed' }

export function instanceNode(instance: string): string {
  return instance.includes('/') ? `subagent:${instance}` : `instance:${instance}`
}

/** The resource a record names, or none: files of a workspace are too many to be nodes. */
export function resourceNode(record: LiveRecord): string | undefined {
  const { 'target.kind': kind, 'target.name': name } = record
  if (kind === undefined || name === undefined || kind === 'file') return undefined
  return `resource:${kind}:${name}`
}

export function nodeKind(node: string): string {
  return node.slice(0, node.indexOf(':'))
}

function isCall(record: LiveRecord): boolean {
  return record['gen_ai.tool.name'] !== undefined && !record.kind.startsWith('approval.')
}

function toolNode(record: LiveRecord): string {
  const server = record['mcp.server.name']
  return `tool:${server === undefined ? '' : `${server}/`}${record['gen_ai.tool.name'] ?? ''}`
}

/** Session whose chain an event is on, if any. */
export function chainOf(attribution: Attribution): string | undefined {
  return attribution.lineage[0] ?? attribution.session
}
