import type { Attribution, FieldValue, LiveRecord } from '@clawback/model'
import type { GuardConfig, Person } from '../config/config.js'
import { createChain, effectKey, previouslyDenied, reachScore, resourceClass, scopeExcess } from './chain.js'
import type { Chain } from './chain.js'
import { createClockwork } from './hours.js'
import { createLru } from './lru.js'

type Derived = Readonly<Record<string, FieldValue>>

export interface DeriveOptions {
  readonly config: Pick<GuardConfig, 'onCall' | 'resources' | 'registry' | 'untrustedTools'>
  readonly person: (human: string) => Person | undefined
  /** Instances seen with a credential. */
  readonly usersOf: (credential: string) => ReadonlySet<string>
  /** True the first time; told again after a restart by what is stored. */
  readonly firstSeen: (who: string, what: string, time: string) => boolean
  /** How a record stands to the baselines of the packs in force. */
  readonly expect: (record: Readonly<Record<string, unknown>>) => object | undefined
}

/**
 * Fields that look back or around, computed at ingest so that packs stay plain Sigma (docs/events.md, Derived). They say
 * how things stand; none of them says "bad".
 */
export function createDerivation(
  options: DeriveOptions,
): (record: LiveRecord, attribution: Attribution) => Derived {
  const { config, person, usersOf, firstSeen, expect } = options
  const clockwork = createClockwork(config.onCall)
  const chains = createLru<Chain>(10_000)
  const lastActed = createLru<{ at: number }>(100_000)
  const untrusted = new Set(config.untrustedTools)

  return (record, attribution) => {
    const fields: Record<string, FieldValue> = {}
    label(record, fields)
    const seen = { ...record, ...fields } as LiveRecord
    const at = Date.parse(record.time)
    aboutHuman(seen, attribution, at, fields)
    aboutWindow(attribution, at, fields)
    aboutCredential(attribution, fields)
    aboutServer(record, fields)
    aboutEdge(seen, attribution, fields)
    const root = attribution.lineage[0]
    if (root !== undefined) aboutChain(seen, attribution, chains.get(root, createChain), fields)
    Object.assign(fields, expect({ ...seen, ...whoOf(seen, attribution) }))
    return fields
  }

  /** Environment and sensitivity as declared; a log may tell of environments nobody declared. */
  function label(record: LiveRecord, fields: Record<string, FieldValue>): void {
    const { 'target.kind': kind, 'target.name': name } = record
    if (kind === undefined || name === undefined) return
    const found = config.resources.find(({ match }) => match.test(`${kind}:${name}`))
    if (found === undefined) return
    fields['target.env'] = found.env
    if (found.sensitivity.length > 0) fields['target.sensitivity'] = found.sensitivity
  }

  function aboutHuman(
    record: LiveRecord,
    { human }: Attribution,
    at: number,
    fields: Record<string, FieldValue>,
  ): void {
    if (human === undefined) return
    const known = person(human)
    if (known !== undefined) Object.assign(fields, clockwork(known, at))
    const last = lastActed.get(human, () => ({ at: NaN }))
    if (byHand(record)) last.at = Number.isNaN(last.at) ? at : Math.max(last.at, at)
    if (!Number.isNaN(last.at)) fields['human.idle_s'] = Math.max(0, Math.round((at - last.at) / 1_000))
  }

  /** Work under an approved change carries the number of its ticket. */
  function aboutWindow({ human }: Attribution, at: number, fields: Record<string, FieldValue>): void {
    const window = config.onCall.find((one) => one.human === human && at >= one.from && at < one.to)
    if (window?.ticket !== undefined) fields['approval.id'] = window.ticket
  }

  function aboutCredential({ credential, lineage }: Attribution, fields: Record<string, FieldValue>): void {
    if (credential === undefined || lineage.length < 2) return
    const users = usersOf(credential)
    fields['cred.inherited'] = lineage.slice(0, -1).some((ancestor) => users.has(ancestor))
  }

  function aboutServer(record: LiveRecord, fields: Record<string, FieldValue>): void {
    const { 'mcp.server.name': name, 'mcp.server.id': id } = record
    if (name === undefined && id === undefined) return
    const { mcpServers } = config.registry
    fields['mcp.server.known'] =
      (name !== undefined && mcpServers.has(name)) || (id !== undefined && mcpServers.has(id))
  }

  function aboutEdge(
    record: LiveRecord,
    { human, agent, credential }: Attribution,
    fields: Record<string, FieldValue>,
  ): void {
    const who = human ?? agent ?? credential
    const what = resourceClass(record)
    const kind = what?.startsWith('mcp_server:') === true ? 'connected' : 'accessed'
    if (who === undefined || what === undefined) return
    fields['edge.kind'] = kind
    fields['edge.first_seen'] = firstSeen(who, what, record.time)
  }

  function aboutChain(
    record: LiveRecord,
    { lineage }: Attribution,
    chain: Chain,
    fields: Record<string, FieldValue>,
  ): void {
    const used = resourceClass(record)
    const excess = scopeExcess(chain, lineage, used)
    if (excess !== undefined) fields['agent.scope_excess'] = excess
    const key = effectKey(record)
    if (key !== undefined) {
      fields['effect.key'] = key
      fields['effect.previously_denied'] = previouslyDenied(chain, key, record['effect.outcome'])
    }
    fields['reach.score'] = reachScore(chain, record, used)
    aboutTaint(record, chain, fields)
  }

  function aboutTaint(record: LiveRecord, chain: Chain, fields: Record<string, FieldValue>): void {
    if (record.kind === 'tool.request' || record.kind === 'mcp.call') chain.callsSinceTaint++
    if (chain.taintedBy.size > 0) {
      fields['taint.active'] = true
      fields['taint.sources'] = [...chain.taintedBy].slice(0, 8)
      fields['taint.age_calls'] = chain.callsSinceTaint
    }
    const tool = record['gen_ai.tool.name'] ?? ''
    const server = record['mcp.server.name']
    if (
      (record.kind === 'tool.result' || record.kind === 'mcp.result') &&
      (untrusted.has(tool) || (server !== undefined && untrusted.has(server)))
    ) {
      if (chain.taintedBy.size < 64) chain.taintedBy.add(record['url.full'] ?? server ?? tool)
      chain.callsSinceTaint = 0
    }
  }
}

/** What baselines tell peers and sessions by: the same as on the record that rules will see. */
function whoOf(record: LiveRecord, { human, lineage, session }: Attribution): object {
  const known = { 'human.id': human, 'agent.root': lineage[0], 'session.id': record['session.id'] ?? session }
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined))
}

/** Whether a person did this with their own hands: typed a prompt, or signed in. */
function byHand(record: LiveRecord): boolean {
  if (record.kind === 'auth.login') return record['auth.result'] !== 'failure'
  return record.kind === 'prompt.submit' && record['prompt.source'] === 'user'
}
