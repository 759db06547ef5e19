import type { Alert, ResponseLevel } from '@clawback/model'
import type { Question } from '../ports.js'
import type { Fuse } from './fuse.js'
import { judge } from './guards.js'
import type { Ruling } from './guards.js'
import type { Hook } from './hook.js'
import { climb } from './ladder.js'
import type { ResponseSettings } from './settings.js'
import { subjectsAt, targetsOf } from './subject.js'
import type { Subject, Target } from './subject.js'

/** What is to be done about an incident, decided in memory and in one breath. */
export interface Decision {
  readonly incident: string
  readonly level: ResponseLevel
  readonly reason: string
  readonly alerts: readonly Alert[]
  /** Instances whose next calls are denied (or that are stopped, at level 2) at once. */
  readonly holds: readonly Hold[]
  readonly wants: readonly Want[]
  /** Why less is done than the content asks for. */
  readonly why: readonly string[]
  /** Kinds whose fuse blew just now. */
  readonly blown: readonly string[]
}

/** An instance that may not go on, and whose it is. */
export interface Hold {
  readonly instance: string
  readonly action: 'deny' | 'stop'
  readonly related: NonNullable<Subject['related']>
}

/** One subject to be acted on through one hook, now or once a person agrees. */
export interface Want {
  readonly subject: Subject
  readonly provider: string
  readonly verdict: 'act' | 'ask'
  readonly why: readonly string[]
}

/** What deciding reads; all of it in memory. */
export interface Bench {
  readonly settings: ResponseSettings
  readonly hooks: ReadonlyMap<string, Hook>
  readonly fuse: Fuse
  frozen(): boolean
  /** Subjects given back lately. */
  flapping(subject: Subject): boolean
  /** Subjects this incident has acted on; the fuse does not count them again. */
  known(incident: string, name: string): boolean
}

/** The fuse that counts denied and stopped instances. */
export const holdFuse = 'hold'

/** Most subjects one incident may take by itself. */
const mostSubjects = 5

/** Climbs the ladder, names the actors, lets the guards judge each of them, and burns the fuse for what is to be done. */
export function decide(question: Question, bench: Bench, now: number): Decision {
  const { incident, attributions, records, allowed } = question
  const { settings, fuse } = bench
  const rung = climb(question.alerts, [...settings.policies, ...(question.policies ?? [])])
  const targets = targetsOf([...new Set(rung.alerts.flatMap(({ refs }) => refs))], attributions, records)
  const blown = new Set<string>()
  const mayTake = (kind: string, name: string): boolean => {
    if (bench.known(incident.id, `${kind}:${name}`)) return true
    const whole = !fuse.blown(kind)
    const taken = fuse.take(kind, now)
    if (whole && !taken) blown.add(kind)
    return taken
  }
  const ruling = (of: readonly Target[], kind: string, subject?: Subject): Ruling =>
    judge(rung.level, of, settings, {
      allowed,
      approval: rung.approval,
      blown: fuse.blown(kind),
      frozen: bench.frozen(),
      flapping: subject !== undefined && bench.flapping(subject),
    })

  const why = new Set<string>()
  const noted = (judged: Ruling): Ruling => {
    for (const reason of judged.why) why.add(reason)
    return judged
  }
  const holds = instancesOf(targets).flatMap(([instance, of]) => {
    const { hold, verdict } = noted(ruling(of, holdFuse))
    if (verdict === 'alert' || !hold || settings.mode !== 'enforce' || !mayTake(holdFuse, instance)) return []
    const action = rung.level === 2 && verdict === 'act' ? ('stop' as const) : ('deny' as const)
    return [{ instance, action, related: of[0]?.related ?? {} }]
  })
  const chosen = subjectsOf(rung.level, targets, bench.hooks)
  if (rung.level >= 3 && chosen.length === 0) why.add('no hook can act on what is known of the actor')
  const wants = chosen.flatMap(({ subject, provider, of }, at) => {
    const judged = noted(ruling(of, subject.type, subject))
    if (judged.verdict === 'alert') return []
    const reasons = [...judged.why, ...(at >= mostSubjects ? ['one incident leads to many subjects'] : [])]
    const free = reasons.length === 0 && settings.mode === 'enforce'
    if (free && !mayTake(subject.type, subject.id))
      reasons.push('the fuse has blown: too many of the kind in a short time')
    return [
      { subject, provider, verdict: reasons.length > 0 ? ('ask' as const) : ('act' as const), why: reasons },
    ]
  })
  return {
    incident: incident.id,
    level: rung.level,
    reason: rung.reason,
    alerts: rung.alerts,
    holds,
    wants,
    why: [...why],
    blown: [...blown],
  }
}

/** Targets by the instance that acted. */
function instancesOf(targets: readonly Target[]): [string, Target[]][] {
  const by = new Map<string, Target[]>()
  for (const target of targets) {
    const instance = target.lineage.at(-1)
    if (instance !== undefined) by.set(instance, [...(by.get(instance) ?? []), target])
  }
  return [...by]
}

interface Choice {
  readonly subject: Subject
  readonly provider: string
  readonly of: Target[]
}

/** For each target the first kind of subject that is known and that a hook can act on; each subject once. */
function subjectsOf(
  level: ResponseLevel,
  targets: readonly Target[],
  hooks: ReadonlyMap<string, Hook>,
): Choice[] {
  const choices = new Map<string, Choice>()
  for (const target of targets) {
    const fitting = subjectsAt(level, target).flatMap((subject) => {
      const hook = hookFor(subject, hooks)
      return hook ? [{ subject, provider: hook.provider }] : []
    })
    const [first] = fitting
    if (!first) continue
    const key = `${first.subject.type}:${first.subject.id}`
    const known = choices.get(key)
    if (known) known.of.push(target)
    else choices.set(key, { ...first, of: [target] })
  }
  return [...choices.values()]
}

/** The first hook, in the order of the settings, that acts on such subjects of that issuer. */
export function hookFor(subject: Subject, hooks: ReadonlyMap<string, Hook>): Hook | undefined {
  const issuer = subject.related?.issuer
  return [...hooks.values()].find(
    (hook) =>
      hook.subjects.includes(subject.type) &&
      (hook.issuer === undefined || issuer === undefined || hook.issuer === issuer),
  )
}
