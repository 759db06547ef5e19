import type { Alert, ResponseLevel, ResponsePolicy } from '@clawback/model'

/** What the content asks for, before any guard has looked at it. */
export interface Rung {
  readonly level: ResponseLevel
  /** The content wants a person to agree. */
  readonly approval: boolean
  /** Alerts that ask for it. */
  readonly alerts: readonly Alert[]
  readonly reason: string
}

/** What one alert asks for. */
interface Wish {
  readonly alert: Alert
  readonly level: ResponseLevel
  readonly approval: boolean
  readonly by: string
}

/**
 * Finds the rung that the alerts of one incident ask for. For each alert the first fitting entry of the policies in
 * order decides, or else the rule's own level; the highest counts. Retracted alerts and those of shadow rules ask for
 * nothing; what only canary rules ask for needs a person.
 */
export function climb(alerts: readonly Alert[], policies: readonly ResponsePolicy[]): Rung {
  const asking = alerts.filter(({ state, mode }) => state !== 'retracted' && mode !== 'shadow')
  const findings = new Set(asking.map(({ rule }) => rule)).size
  const wishes = asking.map((alert) => wishOf(alert, policies, findings))
  const level = wishes.reduce<ResponseLevel>((most, wish) => (wish.level > most ? wish.level : most), 0)
  const decisive = wishes.filter((wish) => wish.level === level)
  const [first] = decisive
  return {
    level,
    approval: decisive.every(({ approval }) => approval),
    alerts: decisive.map(({ alert }) => alert),
    reason: first ? `${first.alert.title} (${first.by})` : 'no alert asks for anything',
  }
}

function wishOf(alert: Alert, policies: readonly ResponsePolicy[], findings: number): Wish {
  const canary = alert.mode === 'canary'
  for (const { id, entries } of policies) {
    const entry = entries.find(
      ({ rules, tags, levels, minFindings = 1 }) =>
        findings >= minFindings &&
        (!rules || rules.includes(alert.rule)) &&
        (!levels || levels.includes(alert.level)) &&
        (!tags || tags.some((tag) => alert.tags.includes(tag))),
    )
    if (entry)
      return { alert, level: entry.level, approval: canary || (entry.approval ?? false), by: `policy ${id}` }
  }
  return { alert, level: alert.response, approval: canary, by: `rule ${alert.rule}` }
}
