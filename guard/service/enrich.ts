import type { Attribution, FieldValue, LiveRecord } from '@clawback/model'
import type { Observed } from '../ports.js'

/** Fields that say who did it. Only these code lines set `human.*`, `agent.*` and `attribution.*`; no sender can. */
export function attributionFields(
  { record, keys }: Observed,
  attribution: Attribution,
): Readonly<Record<string, FieldValue>> {
  const fields: Record<string, FieldValue> = {
    'attribution.score': attribution.score,
    'attribution.level': attribution.level,
    'attribution.rev': attribution.rev,
    'attribution.conflict': attribution.conflicts.length > 0,
    'actor.kind': actorOf(record, attribution),
  }
  const { human, agent, lineage, session, credential } = attribution
  const method = attribution.evidence[0]?.method
  if (method !== undefined) fields['attribution.method'] = method
  if (human !== undefined) {
    fields['attribution.human'] = human
    fields['human.id'] = human
  }
  if (agent !== undefined) fields['agent.id'] = agent
  if (record['gen_ai.agent.name'] !== undefined) fields['agent.type'] = record['gen_ai.agent.name']
  const self = lineage.at(-1)
  const [root] = lineage
  if (self !== undefined && root !== undefined) {
    fields['agent.instance'] = self
    fields['agent.root'] = root
    fields['agent.depth'] = lineage.length - 1
    fields['agent.lineage'] = lineage
    const parent = lineage.at(-2)
    if (parent !== undefined) fields['agent.parent'] = parent
  }
  if (session !== undefined && record['session.id'] === undefined) fields['session.id'] = session
  if (credential !== undefined) fields['cred.id'] = credential
  if (attribution.grant !== undefined) fields['cred.grant_id'] = attribution.grant
  if (attribution.client !== undefined) fields['cred.client_id'] = attribution.client
  if (attribution.issuer !== undefined) fields['cred.issuer'] = attribution.issuer
  if (credential !== undefined && human !== undefined && keys.tokenDigest !== undefined)
    fields['cred.owner'] = human
  return fields
}

/** Who acted with the credential: an agent if one is on the chain, a person if their own hands are, else open. */
function actorOf(record: LiveRecord, { lineage, credential, human }: Attribution): string {
  if (record.kind === 'prompt.submit') {
    const source = record['prompt.source']
    return source === 'user' ? 'human' : source === undefined ? 'ambiguous' : 'agent'
  }
  if (lineage.length > 0) return 'agent'
  if (record.kind === 'auth.login') return 'human'
  return credential !== undefined || human !== undefined ? 'ambiguous' : 'service'
}
