import type { AttributionEvidence, Kind, ResponseLevel } from '@clawback/model'
import type { ResponseSettings } from './settings.js'
import type { Subject, Target } from './subject.js'

/** What the guards say to one want: do it, do it once a person agreed, or leave it at the alert. */
export interface Ruling {
  readonly verdict: 'act' | 'ask' | 'alert'
  /** The next calls may be denied at once; that hurts nobody's identity and is undone in a moment. */
  readonly hold: boolean
  readonly why: readonly string[]
}

/** What stands around a want when it is judged. */
export interface Circumstances {
  /** Highest level the key of the alert's pack may ask for; 0 when the pack is unsigned. */
  readonly allowed: ResponseLevel
  /** The content wants a person to agree. */
  readonly approval: boolean
  /** The fuse of this kind of subject has blown. */
  readonly blown: boolean
  /** The subject was given back lately. */
  readonly flapping: boolean
  /** An operator has frozen automation. */
  readonly frozen?: boolean
}

/** Things that happened outside the agent's own words: only these may cost somebody their access. */
const effects: ReadonlySet<Kind> = new Set<Kind>([
  'data.access',
  'cloud.api',
  'saas.api',
  'iam.change',
  'idp.grant',
  'auth.token',
  'auth.exchange',
  'code.commit',
  'code.merge',
  'file.write',
  'file.delete',
  'file.rename',
  'net.connect',
  'http.request',
  'process.exec',
  'mcp.call',
  'mcp.result',
  'tool.result',
])

/**
 * Judges one want. Pure. In order: content that its key does not allow only alerts; so does a protected subject, and an
 * actor known from claims alone. Levels 5 and 6, wanted approvals, a blown fuse, a freeze and a flapping subject ask a person;
 * so does level 3 and up without a sure attribution and an effect that a believed source saw.
 */
export function judge(
  level: ResponseLevel,
  targets: readonly Target[],
  settings: Pick<ResponseSettings, 'protected' | 'evidence'>,
  circumstances: Circumstances,
): Ruling {
  const alert = (why: string): Ruling => ({ verdict: 'alert', hold: false, why: [why] })
  if (level === 0) return alert('the content asks for an alert only')
  if (level > circumstances.allowed)
    return alert(`the content asks for level ${level}; its key allows ${circumstances.allowed}`)
  if (targets.length === 0) return alert('nobody could be named')
  const shielded = targets
    .flatMap(({ related }) => namesOf(related))
    .find((name) => settings.protected.has(name))
  if (shielded !== undefined) return alert(`${shielded} is protected`)
  if (!believed(targets, ['session', 'agent', 'parent', 'run', 'credential'], settings.evidence.trust))
    return alert('the actor is only claimed, by no source that is believed')

  const why = [
    ...(level >= 5 ? [`level ${level} is never automatic`] : []),
    ...(circumstances.approval ? ['the content wants a person to agree'] : []),
    ...(circumstances.blown ? ['the fuse has blown: too many of the kind in a short time'] : []),
    ...(circumstances.frozen === true ? ['an operator has frozen automation'] : []),
    ...(circumstances.flapping ? ['the subject was given back a short time ago'] : []),
    ...(level >= 3 ? missingProof(level, targets, settings.evidence) : []),
  ]
  return { verdict: why.length > 0 ? 'ask' : 'act', hold: !circumstances.blown, why }
}

function missingProof(
  level: ResponseLevel,
  targets: readonly Target[],
  evidence: ResponseSettings['evidence'],
): string[] {
  const score = Math.max(...targets.map(({ attribution }) => attribution.score))
  const seen = targets.some(
    ({ record }) => effects.has(record.kind) && record['source.trust'] >= evidence.trust,
  )
  const named = level >= 5 ? 'human' : 'credential'
  return [
    ...(score < evidence.score
      ? [`the attribution is ${score.toFixed(2)} sure, ${evidence.score} is needed`]
      : []),
    ...(believed(targets, [named], evidence.trust) ? [] : [`the ${named} is only claimed`]),
    ...(seen ? [] : ['no effect was seen by a source that is believed']),
  ]
}

/** Whether somebody believed, not only the actor itself, says it. */
function believed(
  targets: readonly Target[],
  claims: readonly AttributionEvidence['claim'][],
  trust: number,
): boolean {
  return targets.some(({ attribution }) =>
    attribution.evidence.some((item) => claims.includes(item.claim) && item.trust >= trust),
  )
}

/** The names under which something may be protected, `human:bob`; ids that carry their kind are taken as they are. */
export function namesOf(related: NonNullable<Subject['related']>): string[] {
  return Object.entries(related).flatMap(([kind, id]) => [`${kind}:${id}`, id])
}
