import type { LiveRecord } from '@clawback/model'

/** What is remembered of one chain: enough for fields that look back, and no more. */
export interface Chain {
  /** Instance -> resource classes it used in the task. */
  readonly used: Map<string, Set<string>>
  readonly denied: Set<string>
  /** Resource -> weight, for reach. */
  readonly reached: Map<string, number>
  readonly taintedBy: Set<string>
  callsSinceTaint: number
}

export function createChain(): Chain {
  return { used: new Map(), denied: new Set(), reached: new Map(), taintedBy: new Set(), callsSinceTaint: 0 }
}

/** Most classes, effects and resources remembered per chain. */
const most = 1_000

/** Class of the resource a record touches: kind, environment and name, or the MCP server; what a task's scope is made of. */
export function resourceClass(record: LiveRecord): string | undefined {
  const { 'target.kind': kind, 'target.name': name, 'target.env': env, 'mcp.server.name': server } = record
  if (kind === 'file') return undefined
  if (kind === undefined || name === undefined)
    return server === undefined ? undefined : `mcp_server:${server}`
  return `${kind}:${env === undefined || env === 'unknown' ? '' : `${env}/`}${name}`
}

/** Classes a sub-agent uses that none of its ancestors used in the task; undefined for roots. Notes the use. */
export function scopeExcess(
  chain: Chain,
  lineage: readonly string[],
  used: string | undefined,
): readonly string[] | undefined {
  const self = lineage.at(-1)
  if (self === undefined || used === undefined) return undefined
  const own = chain.used.get(self) ?? new Set()
  chain.used.set(self, own)
  if (own.size < most) own.add(used)
  if (lineage.length < 2) return undefined
  const inherited = lineage.slice(0, -1).some((ancestor) => chain.used.get(ancestor)?.has(used) === true)
  return inherited ? undefined : [used]
}

/** Effect of a record, whatever tool it took: verb and resource. */
export function effectKey(record: LiveRecord): string | undefined {
  const verb = record['effect.verb']
  const target = resourceClass(record)
  if (verb === undefined || target === undefined) return undefined
  const part = record['db.collection.name'] ?? record['vcs.ref.head.name']
  return `${verb}:${target}${part === undefined ? '' : `#${part}`}`
}

/** Whether the same effect was denied before on the chain. Notes denials. */
export function previouslyDenied(chain: Chain, key: string, outcome: string | undefined): boolean {
  const before = chain.denied.has(key)
  if (outcome === 'denied' && chain.denied.size < most) chain.denied.add(key)
  return before && outcome !== 'denied'
}

/** Weighted count of resources the chain has touched; production and labelled data weigh more. */
export function reachScore(chain: Chain, record: LiveRecord, used: string | undefined): number {
  if (used !== undefined && chain.reached.size < most) {
    const env = record['target.env']
    const labels = record['target.sensitivity']?.length ?? 0
    chain.reached.set(used, (env === 'prod' ? 5 : env === 'staging' ? 2 : 1) + Math.min(labels, 3) * 3)
  }
  let score = 0
  for (const weight of chain.reached.values()) score += weight
  return score
}
