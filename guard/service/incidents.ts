import { createHash } from 'node:crypto'
import type { Ledger } from '@clawback/ledger'
import { textOf } from '@clawback/ledger'
import type { AgentEvent, Alert, Incident, RuleLevel } from '@clawback/model'
import { chainOf } from '../graph/edges.js'

/** Alerts on one chain are one incident, until somebody closes it. */
export interface Incidents {
  /** Takes an alert on an event; gives the incident as it now stands, or undefined when the alert adds nothing. */
  take(
    alert: Alert,
    on: AgentEvent,
  ): { readonly incident: Incident; readonly alerts: readonly Alert[] } | undefined
  mark(id: string, state: Incident['state']): Incident | undefined
  list(): readonly Incident[]
  get(id: string): { readonly incident: Incident; readonly alerts: readonly Alert[] } | undefined
  flush(): Promise<void>
}

interface Open {
  incident: Incident
  readonly alerts: Map<string, Alert>
}

const levels: readonly RuleLevel[] = ['informational', 'low', 'medium', 'high', 'critical']
/** Alerts kept per incident; more of the same rule say nothing new. */
const mostAlerts = 500

/** Incidents in memory, written behind; opened again from what is stored. */
export async function openIncidents(ledger: Ledger, fault: (error: unknown) => void): Promise<Incidents> {
  const byChain = new Map<string, Open>()
  const byId = new Map<string, Open>()
  const holding = new Map<string, Open>()
  let writing: Promise<unknown> = Promise.resolve()
  for (const row of await ledger.all('SELECT body FROM incident ORDER BY opened')) {
    const incident = JSON.parse(textOf(row, 'body')) as Incident
    const alerts = (
      await ledger.all('SELECT body FROM alert WHERE incident = ? ORDER BY time, id', [incident.id])
    ).map((alert) => JSON.parse(textOf(alert, 'body')) as Alert)
    const open: Open = { incident, alerts: new Map(alerts.map((alert) => [alert.dedupeKey, alert])) }
    byId.set(incident.id, open)
    for (const key of open.alerts.keys()) holding.set(key, open)
    if (incident.state !== 'closed') byChain.set(incident.chain, open)
  }

  const write = (incident: Incident, alert?: Alert): void => {
    writing = writing
      .then(() =>
        ledger.transaction(async (tx) => {
          await tx.run('INSERT OR REPLACE INTO incident (id, chain, opened, body) VALUES (?, ?, ?, ?)', [
            incident.id,
            incident.chain,
            incident.opened,
            JSON.stringify(incident),
          ])
          if (alert !== undefined)
            await tx.run('INSERT OR REPLACE INTO alert (id, incident, time, body) VALUES (?, ?, ?, ?)', [
              alert.id,
              incident.id,
              alert.time,
              JSON.stringify(alert),
            ])
        }),
      )
      .catch(fault)
  }

  /** Later evidence may place an alert on another chain: it leaves the incident it was on, which may end with that. */
  const leaveOthers = (alert: Alert, chain: string): void => {
    const open = holding.get(alert.dedupeKey)
    holding.delete(alert.dedupeKey)
    if (open === undefined || open.incident.chain === chain || open.incident.state === 'closed') return
    open.alerts.delete(alert.dedupeKey)
    const alerts = [...open.alerts.values()].map(({ id }) => id)
    open.incident = { ...open.incident, alerts, state: alerts.length === 0 ? 'closed' : open.incident.state }
    if (alerts.length === 0) byChain.delete(open.incident.chain)
    write(open.incident)
  }

  return {
    take: (alert, on) => {
      const chain = chainKey(on)
      leaveOthers(alert, chain)
      const known = byChain.get(chain)
      const before = known?.alerts.get(alert.dedupeKey)
      if (before !== undefined && before.state === alert.state && before.refCount >= alert.refCount)
        return undefined
      if (known !== undefined && before === undefined && known.alerts.size >= mostAlerts) return undefined
      const open = known ?? { incident: opened(chain, alert, byId), alerts: new Map<string, Alert>() }
      open.alerts.set(alert.dedupeKey, alert)
      holding.set(alert.dedupeKey, open)
      const standing = [...open.alerts.values()].filter(({ state }) => state !== 'retracted')
      open.incident = {
        ...open.incident,
        updated: alert.time > open.incident.updated ? alert.time : open.incident.updated,
        alerts: [...open.alerts.values()].map(({ id }) => id),
        level: standing.reduce<RuleLevel>(
          (most, { level }) => (levels.indexOf(level) > levels.indexOf(most) ? level : most),
          'informational',
        ),
        response: standing.reduce<Incident['response']>(
          (most, { response }) => (response > most ? response : most),
          0,
        ),
      }
      byChain.set(chain, open)
      byId.set(open.incident.id, open)
      write(open.incident, alert)
      return { incident: open.incident, alerts: [...open.alerts.values()] }
    },
    mark: (id, state) => {
      const open = byId.get(id)
      if (open === undefined) return undefined
      open.incident = { ...open.incident, state }
      if (state === 'closed') byChain.delete(open.incident.chain)
      write(open.incident)
      return open.incident
    },
    list: () => [...byId.values()].map(({ incident }) => incident),
    get: (id) => {
      const open = byId.get(id)
      return open === undefined ? undefined : { incident: open.incident, alerts: [...open.alerts.values()] }
    },
    flush: async () => {
      await writing
    },
  }
}

/** The root session; without one, what identity there is; without any, the source. */
function chainKey({ record, attribution }: AgentEvent): string {
  return (
    chainOf(attribution) ??
    attribution.credential ??
    attribution.human ??
    `source:${record['source.connector'] ?? record['source.engine']}`
  )
}

function opened(chain: string, alert: Alert, known: ReadonlyMap<string, unknown>): Incident {
  for (let again = 0; ; again++) {
    const id = `inc-${createHash('sha256').update(`${chain}|${again}`).digest('hex').slice(0, 10)}`
    if (!known.has(id))
      return {
        id,
        chain,
        opened: alert.time,
        updated: alert.time,
        alerts: [],
        level: alert.level,
        response: 0,
        state: 'open',
      }
  }
}
