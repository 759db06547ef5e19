import type { Alert } from '@clawback/model'
import { hash } from './alert.js'

/** What an operator decided for a rule: watch only, act for a share of principals, or act. */
export interface RuleMode {
  readonly mode: Alert['mode']
  /** For `canary`: the share of principals it is enforced for, 0 to 1. */
  readonly share?: number
}

/** Who an event is about, for canary shares and peers: the person, else the agent, else the host. */
export function principalOf(event: Readonly<Record<string, unknown>>): string {
  return firstText(event, ['human.id', 'agent.root', 'agent.id', 'session.id', 'host.name'])
}

/** The stretch of work an event belongs to: the session, else the run, else whoever it is about. */
export function sessionOf(event: Readonly<Record<string, unknown>>): string {
  return firstText(event, ['session.id', 'subject.run', 'agent.id', 'human.id', 'host.name'])
}

/** The first of the fields that holds a text; empty when none does. */
export function firstText(event: Readonly<Record<string, unknown>>, names: readonly string[]): string {
  for (const name of names) {
    const value = event[name]
    if (typeof value === 'string') return value
  }
  return ''
}

/** The mode of an alert: a principal outside the share of a canary sees the rule in shadow. */
export function modeFor(
  rule: { readonly id: string; readonly mode: 'shadow' | 'enforce' },
  decided: RuleMode | undefined,
  principal: () => string,
): Alert['mode'] {
  if (decided === undefined) return rule.mode
  if (decided.mode !== 'canary') return decided.mode
  const place = parseInt(hash(`${rule.id}\n${principal()}`).slice(0, 8), 16) / 0x1_0000_0000
  return place < (decided.share ?? 0.1) ? 'canary' : 'shadow'
}
